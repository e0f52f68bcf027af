// The parents' words, in plain language, in both languages.
export const en = {
  'tab.plan': 'Plan', 'p.growth': 'Growth', 'p.doctor': 'Doctor', 'p.me': 'Me',
  'in.about': "Your children's vaccinations, check-ups and the doctor's advice.", 'in.phone': 'Your mobile number', 'in.phone.hint': 'The number that the clinic has written down', 'in.send': 'Send me a code', 'in.code': 'Code from the message', 'in.demo': 'Demo: the code is {{code}}', 'in.enter': 'Go on', 'in.slip': 'Code on the slip from your clinic', 'in.slip.hint': 'Eight digits. Asked only the first time.', 'in.sent': 'If the clinic knows {{phone}}, a message is on its way. It can take a minute.', 'in.again': 'Send another code', 'in.againIn': 'Send another code in {{seconds}} s', 'in.other': 'Another number',
  'kids.none': 'No child is registered with this number. Ask your village clinic.', 'kids.title': 'My children',
  'plan.next': 'Next', 'plan.overdue': 'Overdue: please come soon', 'plan.later': 'Later', 'plan.done': 'Done', 'plan.nothing': 'Nothing is due. Well done!', 'plan.where': 'Where', 'plan.against': 'Protects against', 'plan.bring': 'Bring the vaccination book (green book) and the child’s ID.', 'plan.after': 'Stay 30 minutes after the shot. A little fever or a sore arm may follow; it passes in a day or two.', 'plan.not': 'Do not come with fever or while the child is ill: ring the clinic first.', 'plan.calendar': 'Add to calendar', 'plan.since': 'due since {{day}}', 'plan.doctor': 'The doctor decides at the clinic.', 'plan.selfPaid': 'self-paid, if you wish', 'plan.visit': 'Check-up: {{name}}', 'plan.far': 'After that: {{n}} more', 'plan.know': 'What to bring, what may follow', 'plan.doneNone': 'Nothing is written down yet.', 'danger.short': 'Danger signs',
  'grow.none': 'No measurements yet.', 'grow.chart': 'Show the chart', 'grow.list': 'Measurements', 'grow.which': 'What the chart shows', 'grow.day': 'Day', 'grow.length': 'Length',
  'doc.none': 'No advice yet. After a consult the doctor’s advice stands here.', 'doc.watch': 'Come back at once if', 'doc.follow': 'Next look', 'doc.danger': 'Danger signs: when to seek care at once', 'doc.ring': 'Ring 120', 'doc.join': 'Join the consult', 'doc.joinAbout': 'The doctor invites you to your child’s video consult.', 'doc.open': 'A consult is open. Use the link in the message to join.', 'doc.over': 'This consult is over or the link no longer works.',
  'me.big': 'Large type', 'me.seen': 'Who looked at the record', 'me.mine': 'you', 'me.changed': 'wrote something down', 'me.looked': 'looked', 'me.out': 'Sign out', 'me.phone': 'Signed in with {{phone}}',
  'ref.township': 'Please go to the township health centre', 'ref.county': 'Please go to the county hospital', 'ref.now': 'Go to the hospital now',
  'offline.note': 'You are offline. Danger signs can be read all the same.', 'dose.n': 'dose {{n}}',
  'danger.young': 'Under 2 months', 'danger.older': 'From 2 months',
  'chart.wfa': 'Weight', 'chart.lhfa': 'Length or height', 'chart.hcfa': 'Head',
}

export const zh: Record<keyof typeof en, string> = {
  'tab.plan': '计划', 'p.growth': '生长', 'p.doctor': '医生', 'p.me': '我的',
  'in.about': '孩子的疫苗、体检和医生的建议。', 'in.phone': '您的手机号', 'in.phone.hint': '诊所登记的号码', 'in.send': '获取验证码', 'in.code': '短信验证码', 'in.demo': '演示：验证码 {{code}}', 'in.enter': '继续', 'in.slip': '诊所纸条上的代码', 'in.slip.hint': '8位数字，只在第一次输入。', 'in.sent': '如 {{phone}} 已在诊所登记，短信即将到达，可能需要一分钟。', 'in.again': '重新发送验证码', 'in.againIn': '{{seconds}}秒后可重新发送', 'in.other': '换一个号码',
  'kids.none': '没有登记在此号码下的孩子，请询问村卫生室。', 'kids.title': '我的孩子',
  'plan.next': '下一次', 'plan.overdue': '已逾期，请尽快来', 'plan.later': '以后', 'plan.done': '已完成', 'plan.nothing': '没有到期的项目，做得很好！', 'plan.where': '地点', 'plan.against': '预防', 'plan.bring': '请带预防接种证（绿本）和孩子的证件。', 'plan.after': '接种后观察30分钟。可能有低热或局部酸痛，一两天会好。', 'plan.not': '发热或生病时请勿前来，先打电话给诊所。', 'plan.calendar': '加入日历', 'plan.since': '自{{day}}起应完成', 'plan.doctor': '到诊所由医生决定。', 'plan.selfPaid': '自费，自愿', 'plan.visit': '体检（{{name}}）', 'plan.far': '再往后：还有{{n}}项', 'plan.know': '要带什么，接种后会怎样', 'plan.doneNone': '还没有记录。', 'danger.short': '危险信号',
  'grow.none': '还没有测量。', 'grow.chart': '查看曲线图', 'grow.list': '测量记录', 'grow.which': '曲线图内容', 'grow.day': '日期', 'grow.length': '身长',
  'doc.none': '还没有建议。会诊后医生的建议会显示在这里。', 'doc.watch': '出现以下情况立即就医', 'doc.follow': '复查', 'doc.danger': '危险信号：何时立即就医', 'doc.ring': '拨打120', 'doc.join': '加入会诊', 'doc.joinAbout': '医生邀请您加入孩子的视频会诊。', 'doc.open': '会诊进行中，请用短信链接加入。', 'doc.over': '会诊已结束或链接已失效。',
  'me.big': '大字', 'me.seen': '谁看过档案', 'me.mine': '本人', 'me.changed': '有填写', 'me.looked': '查看', 'me.out': '退出', 'me.phone': '已用 {{phone}} 登录',
  'ref.township': '请到乡镇卫生院就诊', 'ref.county': '请到县级医院就诊', 'ref.now': '请立即去医院',
  'offline.note': '现在没有网络，危险信号仍可阅读。', 'dose.n': '第{{n}}剂',
  'danger.young': '2个月以下', 'danger.older': '2个月以上',
  'chart.wfa': '体重', 'chart.lhfa': '身长/身高', 'chart.hcfa': '头围',
}
