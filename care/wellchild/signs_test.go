package wellchild

import (
	"testing"

	"pgregory.net/rapid"

	"tongjian/care"
)

func TestWarningSignsByAge(t *testing.T) {
	for _, c := range []struct {
		months int
		first  string
	}{{0, ""}, {2, ""}, {3, "3m-1"}, {5, "3m-1"}, {6, "6m-1"}, {7, "6m-1"}, {8, "8m-1"}, {11, "8m-1"}, {12, "12m-1"}, {29, "24m-1"}, {35, "30m-1"},
		{36, "36m-1"}, {47, "36m-1"}, {59, "4y-1"}, {60, "5y-1"}, {72, "6y-1"}, {83, "6y-1"}, {84, ""}, {-3, ""}} {
		got := WarningSigns(c.months)
		if c.first == "" && len(got) != 0 || c.first != "" && (len(got) != 4 || got[0].ID != c.first) {
			t.Errorf("WarningSigns(%d) = %v, want four from %q", c.months, got, c.first)
		}
	}
}

func TestSignsOfPretermChildrenByCorrectedAge(t *testing.T) {
	s := Defaults()
	for _, c := range []struct {
		gestation int
		birth, on string
		months    int
		corrected bool
	}{
		{0, "2025-01-10", "2025-07-10", 6, false},
		{259, "2025-01-10", "2025-07-10", 6, false},                                            // 37 weeks: not preterm
		{210, "2025-01-10", "2025-07-10", 3, true},                                             // 30 weeks: 70 days less
		{258, "2025-01-10", "2025-07-31", 5, true},                                             // 22 days less: 1 February
		{258, "2025-01-10", "2025-08-01", 6, true},                                             // and six months from it
		{238, "2023-01-10", "2025-02-20", 23, true},                                            // 34 weeks, 42 days: term on 21 February
		{238, "2023-01-10", "2025-02-21", 25, false},                                           // 24 months corrected are over: plain age
		{210, "2023-01-10", "2026-03-20", 35, true},                                            // before 32 weeks until 36 months
		{210, "2023-01-10", "2026-03-21", 38, false},                                           //
		{252, "2024-02-01", "2024-05-28", 2, true}, {252, "2024-02-01", "2024-05-29", 3, true}, // term on 29 February
	} {
		got := s.Signs(Child{Birth: care.MustDay(c.birth), GestationDays: c.gestation}, care.MustDay(c.on))
		if got.AgeMonths != c.months || got.Corrected != c.corrected {
			t.Errorf("Signs(born %s after %d days, %s) = %d months, corrected %v; want %d, %v", c.birth, c.gestation, c.on, got.AgeMonths, got.Corrected, c.months, c.corrected)
		}
	}
}

func TestOneSignIsConfirmedFirst(t *testing.T) {
	on := care.MustDay("2025-03-01")
	got := Defaults().JudgeSigns([]string{"12m-2"}, on)
	if !got.Positive || got.Urgent || got.Confirm != on+7 || got.County != on+30 || got.Rule.Status != care.Ours {
		t.Errorf("one sign = %+v, want confirmed within 7 days, the county within 30", got)
	}
	if got := Defaults().JudgeSigns([]string{"regression"}, on); !got.Urgent {
		t.Errorf("a lost skill = %+v, want urgent", got)
	}
	if got := Defaults().JudgeSigns(nil, on); got.Positive {
		t.Errorf("no sign = %+v, want negative", got)
	}
}

func TestMCHATScores(t *testing.T) {
	for _, c := range []struct {
		age, score, follow int
		risk               string
		refer              bool
	}{{18, 0, NoFollowUp, "low", false}, {18, 2, NoFollowUp, "low", false}, {18, 3, NoFollowUp, "medium", false}, {18, 7, 1, "medium", false},
		{18, 7, 2, "medium", true}, {24, 8, NoFollowUp, "high", true}, {30, 20, 0, "high", true}} {
		got, err := JudgeMCHAT(c.age, c.score, c.follow)
		if err != nil || got.Risk != c.risk || got.Refer != c.refer {
			t.Errorf("JudgeMCHAT(%d, %d, %d) = %+v, %v; want %s, refer %v", c.age, c.score, c.follow, got, err, c.risk, c.refer)
		}
	}
	for _, c := range [][3]int{{15, 1, -1}, {31, 1, -1}, {20, 21, -1}, {20, -1, -1}, {20, 4, 21}} {
		if got, err := JudgeMCHAT(c[0], c[1], c[2]); err == nil {
			t.Errorf("JudgeMCHAT(%v) = %+v, want an error", c, got)
		}
	}
}

// Corrected age never asks for signs of an older child than plain age does.
func TestCorrectedIsNeverOlder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		birth := care.MustDay("2020-01-01").AddDays(rapid.IntRange(0, 2000).Draw(t, "birth"))
		on := birth.AddDays(rapid.IntRange(0, 2500).Draw(t, "age"))
		c := Child{Birth: birth, GestationDays: rapid.IntRange(154, 300).Draw(t, "gestation")}
		early, plain := Defaults().Signs(c, on), Defaults().Signs(Child{Birth: birth}, on)
		if early.AgeMonths > plain.AgeMonths || early.Corrected && !c.Preterm() {
			t.Fatalf("Signs(%+v, %s) = %d months (corrected %v), plain %d", c, on, early.AgeMonths, early.Corrected, plain.AgeMonths)
		}
	})
}
