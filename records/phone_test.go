package records

import "testing"

func TestPhone(t *testing.T) {
	for in, want := range map[string]string{
		"138 0000 0000": "+8613800000000", "+86-13800000000": "+8613800000000", "0086 138-0000-0000": "+8613800000000",
		"１３８００００００００": "+8613800000000", "0571-85120000": "+8657185120000", "+1 555 010 0000": "+15550100000",
		"1380000000": "", "13800000000x": "", "": "", "85120000": "",
	} {
		got, err := Phone(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("Phone(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	for _, kept := range []string{"+8613800000000", "+8657185120000", "+15550100000"} {
		if again, err := Phone(kept); again != kept || err != nil {
			t.Errorf("Phone(%q) = %q, %v, want it unchanged", kept, again, err)
		}
	}
	if CanText("+8657185120000") || !CanText("+8613800000000") {
		t.Error("text messages go to mobile numbers only")
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		" 王　小明 ": "王小明", "阿依•木沙": "阿依·木沙", "阿依.木沙": "阿依·木沙", "王𠮷": "王𠮷", "Li  Mei": "Li Mei", "J. Li": "J. Li",
	} {
		if got := CleanName(in); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", in, got, want)
		}
	}
}
