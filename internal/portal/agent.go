package portal

import "strings"

// agentName is what people call a browser, made from what it calls itself: "Chrome · Windows". Unknown ones are shown
// as they are.
func agentName(agent string) string {
	browser := firstWord(agent, [][2]string{{"MicroMessenger", "微信"}, {"Edg/", "Edge"}, {"OPR/", "Opera"},
		{"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}})
	system := firstWord(agent, [][2]string{{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		{"HarmonyOS", "鸿蒙"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}})
	if browser == "" || system == "" {
		return agent
	}
	return browser + " · " + system
}

func firstWord(s string, table [][2]string) string {
	for _, pair := range table {
		if strings.Contains(s, pair[0]) {
			return pair[1]
		}
	}
	return ""
}
