package main

import (
	"strings"

	"tongjian/care"
)

// Names as they stand in a mountain county's register: common ones, a few with
// rare signs that many programs lose, and names of minorities with a dot.
var (
	surnames = strings.Split("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 马 朱 胡 郭 何 罗 高 林 石 彭 曹 田 向 欧阳 仡", " ")
	boys     = strings.Split("浩然 思远 天佑 一诺 宇轩 俊杰 文博 晨阳 春生 大勇 子昂 明哲 家豪 志强 小军 安 乐 石头 一鸣 云飞", " ")
	girls    = strings.Split("雨欣 子涵 梓萱 佳怡 若曦 欣妍 诗涵 静怡 秋月 小禾 桂香 小燕 思雨 梦瑶 心怡 春花 冬梅 可欣 宁 朵 巧云", " ")
	rare     = strings.Split("𠮷 犇 䶮 㛃 翙 𬭎", " ") // fonts and sorting often fail on these
	women    = strings.Split("梅 芳 丽 燕 云 秀兰 桂花 春霞 小红 玉珍 海霞 金凤", " ")
	men      = strings.Split("强 建国 伟 军 勇 大山 志明 国平 永福 新民", " ")
	clans    = strings.Split("阿依 尔古 吉克 沙马 阿尔 扎西 卓玛 古丽", " ")
	given    = map[care.Sex][]string{care.Male: strings.Split("木沙 次仁 阿各 拉则 尔布 买买提", " "), care.Female: strings.Split("阿呷 央金 阿米娜 伍果 曲珠 热依拉", " ")}
)

// household is what the names of one family have in common.
type household struct {
	surname string
	clan    string // a minority family has this instead
}

func (m *maker) household() household {
	if m.IntN(14) == 0 {
		return household{clan: pick(m, clans)}
	}
	if m.IntN(80) == 0 {
		return household{surname: "𡛟"}
	}
	return household{surname: pick(m, surnames)}
}

func (m *maker) childName(h household, sex care.Sex) string {
	switch {
	case h.clan != "":
		return h.clan + "·" + pick(m, given[sex])
	case m.IntN(45) == 0:
		return h.surname + pick(m, rare)
	case sex == care.Male:
		return h.surname + pick(m, boys)
	}
	return h.surname + pick(m, girls)
}

// adultName gives a father's or grandparent's name with ours, a mother's with
// a surname of her own.
func (m *maker) adultName(h household, sex care.Sex, ours bool) string {
	if h.clan != "" {
		return pick(m, clans) + "·" + pick(m, given[sex])
	}
	surname := h.surname
	if !ours {
		surname = pick(m, surnames)
	}
	if sex == care.Male {
		return surname + pick(m, men)
	}
	return surname + pick(m, women)
}

func pick[T any](m *maker, list []T) T { return list[m.IntN(len(list))] }
