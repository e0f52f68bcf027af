package notice

import (
	"fmt"
	"time"
)

// Code is the text that carries a sign-in code, in zh (also for "") or en.
func Code(language, code string, life time.Duration) string {
	minutes := int(life.Minutes())
	if language == "en" {
		return fmt.Sprintf("Tongjian: your sign-in code is %s, good for %d minutes. Tell it to nobody, not even to clinic staff.", code, minutes)
	}
	return fmt.Sprintf("【童健】登录验证码 %s，%d 分钟内有效。请勿告诉任何人，包括诊所人员。", code, minutes)
}
