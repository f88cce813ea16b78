package message

import (
	"fmt"
	"time"
)

// Appointment confirms when and where the provider verifies face to face (当面核验).
func Appointment(filing, provider string, at time.Time, place, url string) Letter {
	when := day(at) + " " + at.In(china).Format("15:04")
	return write("已预约当面核验",
		fmt.Sprintf("受理号%s已约%s %s当面核验，请带证件原件。%s", filing, shortDay(at), at.In(china).Format("15:04"), url),
		fmt.Sprintf("受理号 %s 已预约 %s 当面核验，接入商是%s。", filing, when, plain(provider)),
		"地点："+plain(place),
		"请网站负责人本人带证件原件到场。来不了时可以改约或取消：",
		url)
}

// AppointmentCancelled tells the owner that the provider has ended the appointment.
func AppointmentCancelled(filing, provider, url string) Letter {
	return write("当面核验预约已取消",
		fmt.Sprintf("受理号%s的当面核验预约已由接入商取消，请另约时间。%s", filing, url),
		fmt.Sprintf("受理号 %s 的当面核验预约已由%s取消，请另约时间：", filing, plain(provider)),
		url)
}
