package growth

import "tongjian/care"

// ChinaCurve gives the printed SD lines of WS/T 423-2022 for an indicator,
// straight between its rows; x in days of 30.4375 a month, or cm. Length and
// height are two pieces, as in the tables. Nil where the standard has none.
func ChinaCurve(ind Indicator, sex care.Sex) []Lines {
	p := pieces()["wst423_2022_"+string(ind)+"_sd/"+string(sex)]
	if p == nil {
		return nil
	}
	cut := 0
	for ind == LengthForAge || ind == BMIForAge {
		if p[0][cut] == 24 {
			return []Lines{chinaLinesOf(p, ind, sex, 0, cut), chinaLinesOf(p, ind, sex, cut, len(p[0]))}
		}
		cut++
	}
	return []Lines{chinaLinesOf(p, ind, sex, 0, len(p[0]))}
}

func chinaLinesOf(p piece, ind Indicator, sex care.Sex, from, to int) Lines {
	l := Lines{Indicator: ind, Sex: sex, Standard: WST423, XUnit: xUnit(ind), Unit: unitOf(ind)}
	for _, x := range p[0][from:to] {
		if l.XUnit == "day" {
			x *= monthDays
		}
		l.X = append(l.X, x)
	}
	for i := range l.SD {
		l.SD[i] = append([]float64(nil), p[i+1][from:to]...)
	}
	return l
}

// PretermCurve gives INTERGROWTH-21st's postnatal lines for preterm infants,
// week by week from 27 to 64 weeks since conception, for weight, length and
// head; nil for others and for a sex that is not known.
func PretermCurve(ind Indicator, sex care.Sex) []Lines {
	if tables(sex) == nil || (ind != WeightForAge && ind != LengthForAge && ind != HeadForAge) {
		return nil
	}
	l := Lines{Indicator: ind, Sex: sex, Standard: IntergrowthPostnatal, XUnit: "weeks since conception", Unit: unitOf(ind)}
	for w := postnatalFrom; w <= postnatalTo; w++ {
		l.X = append(l.X, float64(w))
		for i := range l.SD {
			l.SD[i] = append(l.SD[i], postnatalOf(sex, ind, float64(w)).at(float64(i-3)))
		}
	}
	return []Lines{l}
}
