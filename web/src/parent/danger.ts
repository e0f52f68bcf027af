// Danger signs in the page itself, so that they can be read without a line.
// Sources: WHO newborn and child danger signs (DAK-DSL, WHO-PNC-2022, ETAT) and
// NICE NG143, as listed in docs/clinical-sources.md.
export interface Sign { en: string; zh: string }

export const young: Sign[] = [
  { en: 'Drinks badly or has stopped drinking', zh: '吃奶变差或不吃' },
  { en: 'A fit, or the body goes stiff', zh: '抽搐或身体发硬' },
  { en: 'Fast breathing, groaning, the chest pulls in', zh: '呼吸快、呻吟、胸口凹陷' },
  { en: '37.5 °C or more, or below 35.5 °C', zh: '体温37.5℃及以上，或低于35.5℃' },
  { en: 'Moves only when touched, or not at all', zh: '碰到才动或完全不动' },
  { en: 'Yellow on the first day, or yellow palms and soles', zh: '出生当天就发黄，或手心脚心发黄' },
  { en: 'Red or wet navel, blisters with pus', zh: '肚脐红或流脓，皮肤脓疱' },
  { en: 'Green vomit, blood in the stool, or pale stools with yellow skin', zh: '吐绿水、便血，或皮肤黄而大便发白' },
]

export const older: Sign[] = [
  { en: 'Cannot drink, or vomits everything', zh: '喝不进，或吃什么吐什么' },
  { en: 'A fit, very sleepy, hard to wake', zh: '抽搐、很嗜睡、叫不醒' },
  { en: 'Fast or hard breathing, the chest pulls in, blue lips', zh: '呼吸快或费力、胸口凹陷、嘴唇发紫' },
  { en: 'Sunken eyes, no tears, hardly any urine', zh: '眼窝凹、没有眼泪、几乎没有尿' },
  { en: 'Blood in the stool', zh: '大便带血' },
  { en: 'A rash that stays when a glass is pressed on it', zh: '用玻璃杯压不褪的皮疹' },
  { en: 'Stiff neck or bulging soft spot', zh: '脖子硬或囟门鼓起' },
  { en: 'Under 3 months with 38 °C or more; fever for 5 days at any age', zh: '3个月以下38℃及以上；任何年龄发热满5天' },
  { en: 'Swallowed a medicine, chemical, button battery or magnet; large burn; hard fall', zh: '误吞药物、化学品、纽扣电池或磁铁；大面积烫伤；重摔' },
  { en: 'Getting worse, or you are more worried than before', zh: '越来越重，或您比之前更担心' },
]
