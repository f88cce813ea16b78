package zh

import (
	"strconv"

	"beian/internal/filing"
)

// ofRule words what a province's own rule asks for, in the words of its bureau, and what is wrong
// with a rule that its administrator writes.
func ofRule(p filing.Problem) string {
	switch p.Flaw {
	case filing.ProvinceRule:
		return or(p.Text, "本省对这一项另有要求，请查看管局的填报要求")
	case filing.RuleUnknownName:
		return label(p.Path) + "中的" + part(p.Text) + "不是可用的名称" + character(p.Number) + "，请对照名称表"
	case filing.RuleUnexpected:
		return label(p.Path) + "中" + part(p.Text) + "不应出现在这里" + character(p.Number) + "，请检查括号、引号和连接词"
	case filing.RuleUnfinished:
		return label(p.Path) + "没有写完，请补上后面的值或括号"
	case filing.RuleUnlike:
		return label(p.Path) + "中" + part(p.Text) + "前后的值不能这样比较" + character(p.Number) + "，请核对两边的类型"
	case filing.RuleNoTest:
		return label(p.Path) + "要能判断是或否，请写成比较，例如 sites <= 5" + character(p.Number)
	case filing.DayWrong:
		return dayWrong(p)
	case filing.CodeWithdrawn:
		return "“" + or(p.Text, "这一项") + "”已经停用，请改选" + label(p.Path)
	case filing.CodeUnread:
		return "第 " + strconv.Itoa(p.Number) + " 号的代码或名称不能读取，代码写 1 到 32767 的数字，名称写 1 到 64 个字"
	case filing.CodeTwice:
		return "代码 " + strconv.Itoa(p.Number) + " " + or(p.Text, "这一项") + " 与另一行相同，代码和名称都不能重复"
	case filing.CodeClosed:
		return "代码 " + strconv.Itoa(p.Number) + " 不在这张表中，这张表的项目连着校验规则，只能改名称或停用"
	case filing.CodeLost:
		return "缺少代码 " + strconv.Itoa(p.Number) + " " + or(p.Text, "这一项") + "，已有的代码不能删除，请改为停用"
	case filing.CodesEmpty:
		return "至少保留一项在用的代码"
	case filing.RuleOfSite:
		return "这条规则按网站判断，提示的位置请选网站的字段"
	}
	return ""
}

func part(s string) string {
	if s == "" {
		return "这一处"
	}
	return "“" + s + "”"
}

func character(n int) string {
	if n == 0 {
		return ""
	}
	return "（第 " + strconv.Itoa(n) + " 个字符）"
}

// dayWrong words a line of a year's notice of holidays that cannot be read.
func dayWrong(p filing.Problem) string {
	line := ""
	if p.Number > 0 {
		line = "第 " + strconv.Itoa(p.Number) + " 行"
	}
	switch p.Text {
	case "bad_date":
		return line + "的日期应写成 2027-01-01 的样子"
	case "bad_kind":
		return line + "的日期后面应写“休”或“班”"
	case "other_year":
		return line + "的日期不在这一年，请核对年份"
	case "named_twice":
		return line + "的日期前面已经写过，请删去一行"
	case "worked_anyway":
		return line + "不是周六或周日，不用写“班”"
	}
	return "至少写 1 个放假或调休的日期"
}
