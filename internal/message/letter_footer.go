package message

import "fmt"

// FooterToMend tells an owner that the home page of a site does not show its number as it must.
func FooterToMend(site, number, url string) Letter {
	return write("请在网站首页标明备案号",
		fmt.Sprintf("%s的首页没有按要求标明备案号或链接，请查看并改正。%s", short(number, nameLength), url),
		fmt.Sprintf("检查了网站 %s（%s）的首页，备案号没有按要求标明，或没有链接到 beian.miit.gov.cn。", plain(site), plain(number)),
		"网站开通后，应在首页底部的中央位置标明备案号，并链接到查询网址。",
		"查看检查结果和修改方法："+url)
}
