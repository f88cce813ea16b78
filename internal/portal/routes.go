package portal

import (
	"beian/internal/filing"
	"beian/internal/postgres"
)

// row is one URL. Nobody may use a row that does not say who.
type row struct {
	method, pattern string
	who             who
	do              handler
	plain           bool // needs neither session nor account
}

// routes is every URL of the door, one row each, in blocks by area.
func (p *Portal) routes() []row {
	return []row{
		// Public: anybody, signed in or not.
		{"GET", "/settings/display", anyone, p.displayForm, false},
		{"POST", "/settings/display", anyone, p.saveDisplay, false},
		{"GET", "/", anyone, p.homePage, false},
		{"GET", "/search", anyone, p.search, false},
		{"POST", "/search", anyone, p.searchCertificate, false},
		{"GET", "/records/{number}", anyone, p.record, false},
		{"GET", "/notices", anyone, p.notices, false},
		{"GET", "/notices/{id}", anyone, p.announcement, false},
		{"GET", "/bureaus", anyone, p.bureaus, false},
		{"GET", "/bureaus/{abbr}", anyone, p.bureauPortal, false},
		{"GET", "/bureaus/{abbr}/navigator", anyone, p.bureauNavigator, false},
		{"GET", "/navigator", anyone, p.navigator, false},
		{"GET", "/providers/{slug}", anyone, p.providerProfile, false},
		{"GET", "/p/{slug}", anyone, p.providerPortal, false},
		{"GET", "/start", anyone, p.startPage, false},
		{"GET", "/guides", anyone, p.guides, false},
		{"GET", "/guides/{slug}", anyone, p.guide, false},
		{"GET", "/glossary", anyone, p.glossary, false},
		{"GET", "/codes", anyone, p.codes, false},
		{"GET", "/laws", anyone, p.laws, false},
		{"GET", "/privacy", anyone, p.privacyPage, false},
		{"GET", "/a11y", anyone, p.a11y, false},
		{"GET", "/sitemap", anyone, p.sitemap, false},

		{"GET", "/progress", anyone, p.publicProgressForm, false},
		{"POST", "/progress", anyone, p.publicProgress, false},
		{"GET", "/sms-verify", anyone, p.smsForm, false},
		{"POST", "/sms-verify", anyone, p.smsConfirm, false},
		{"GET", "/sms-verify/done", anyone, p.smsDone, false},
		{"GET", "/sms-verify/{token}", anyone, p.smsLinkForm, false},
		{"POST", "/sms-verify/{token}", anyone, p.smsConfirm, false},
		{"GET", "/filing-password/{token}", anyone, p.passwordLink, false},
		{"POST", "/filing-password/{token}", anyone, p.openPassword, false},
		{"GET", "/regions/*", anyone, regions, true},

		// Account: signing up and in, and what an account's owner does with it.
		{"GET", "/signup", anyone, p.notice, false},
		{"POST", "/signup", anyone, p.answerNotice, false},
		{"GET", "/signup/privacy", anyone, p.privacy, false},
		{"POST", "/signup/privacy", anyone, p.answerPrivacy, false},
		{"GET", "/signup/form", anyone, p.signUpForm, false},
		{"POST", "/signup/form", anyone, p.signUp, false},
		{"GET", "/signup/user-name", anyone, p.userName, false},
		{"GET", "/signup/identity", anyone, p.identityForm, false},
		{"POST", "/signup/identity", anyone, p.prove, false},
		{"POST", "/signup/identity/resend", anyone, p.resend, false},
		{"POST", "/signup/identity/contact", anyone, p.correctContact, false},
		{"GET", "/captcha/{id}", anyone, p.picture, true},
		{"GET", "/login", anyone, p.loginForm, false},
		{"POST", "/login", anyone, p.login, false},
		{"GET", "/login/code", anyone, p.codeForm, false},
		{"POST", "/login/code", anyone, p.loginWithCode, false},
		{"GET", "/login/enrol", anyone, p.enrolForm, false},
		{"POST", "/login/enrol", anyone, p.enrol, false},
		{"GET", "/login/forgotten", anyone, p.forgottenForm, false},
		{"POST", "/login/forgotten", anyone, p.forgotten, false},
		{"GET", "/login/reset/{token}", anyone, p.newPasswordForm(false), false},
		{"POST", "/login/reset/{token}", anyone, p.setPassword(false), false},
		{"GET", "/login/invitation/{token}", anyone, p.newPasswordForm(true), false},
		{"POST", "/login/invitation/{token}", anyone, p.setPassword(true), false},
		{"POST", "/logout", anyone, p.logout(postgres.ForRegistrants), false},
		{"POST", "/staff/logout", anyone, p.logout(postgres.ForStaff), false},
		{"POST", "/staff/keep", staff, keep, false},

		{"GET", "/my/account", registrant, p.self, false},
		{"GET", "/my/account/password", registrant, p.passwordForm, false},
		{"POST", "/my/account/password", registrant, p.changePassword, false},
		{"GET", "/my/account/mobile", registrant, p.contactForm(postgres.ByMobile), false},
		{"POST", "/my/account/mobile", registrant, p.changeContact(postgres.ByMobile), false},
		{"POST", "/my/account/mobile/code", registrant, p.confirmContact(postgres.ByMobile), false},
		{"GET", "/my/account/email", registrant, p.contactForm(postgres.ByEmail), false},
		{"POST", "/my/account/email", registrant, p.changeContact(postgres.ByEmail), false},
		{"POST", "/my/account/email/code", registrant, p.confirmContact(postgres.ByEmail), false},
		{"GET", "/my/account/sessions", registrant, p.sessionList, false},
		{"POST", "/my/account/sessions/end", registrant, p.endSession, false},
		{"GET", "/my/account/second-factor", registrant, p.factorForm, false},
		{"POST", "/my/account/second-factor", registrant, p.addFactor, false},
		{"POST", "/my/account/second-factor/remove", registrant, p.removeFactor, false},

		{"GET", "/staff/account", staff, p.self, false},
		{"GET", "/staff/account/password", staff, p.passwordForm, false},
		{"POST", "/staff/account/password", staff, p.changePassword, false},
		{"GET", "/staff/account/mobile", staff, p.contactForm(postgres.ByMobile), false},
		{"POST", "/staff/account/mobile", staff, p.changeContact(postgres.ByMobile), false},
		{"POST", "/staff/account/mobile/code", staff, p.confirmContact(postgres.ByMobile), false},
		{"GET", "/staff/account/email", staff, p.contactForm(postgres.ByEmail), false},
		{"POST", "/staff/account/email", staff, p.changeContact(postgres.ByEmail), false},
		{"POST", "/staff/account/email/code", staff, p.confirmContact(postgres.ByEmail), false},
		{"GET", "/staff/account/sessions", staff, p.sessionList, false},
		{"POST", "/staff/account/sessions/end", staff, p.endSession, false},
		{"GET", "/staff/account/second-factor", staff, p.factorForm, false},
		{"POST", "/staff/account/second-factor", staff, p.addFactor, false},
		{"POST", "/staff/account/second-factor/remove", staff, p.removeFactor, false},

		{"GET", "/staff/team", staffAdmin, p.team, false},
		{"GET", "/staff/team/new", staffAdmin, p.newMemberForm, false},
		{"POST", "/staff/team/new", staffAdmin, p.newMember, false},
		{"POST", "/staff/team/{id}/disable", staffAdmin, p.setMember(false), false},
		{"POST", "/staff/team/{id}/enable", staffAdmin, p.setMember(true), false},
		{"POST", "/staff/team/{id}/invite", staffAdmin, p.inviteAgain, false},

		// Registrant (网站主办者).
		{"GET", "/my", registrant, p.portfolio, false},
		{"GET", "/my/filings/new", registrant, p.typeForm, false},
		{"POST", "/my/filings/new", registrant, p.checkType, false},
		{"GET", "/my/filings/{id}", registrant, p.filingHub, false},
		{"GET", "/my/filings/{id}/entity/{topic}", registrant, p.filingForm, false},
		{"POST", "/my/filings/{id}/entity/{topic}", registrant, p.saveForm, false},
		{"POST", "/my/filings/{id}/entity/{topic}/autosave", registrant, p.autosave, false},
		{"GET", "/my/filings/{id}/sites", registrant, p.siteList, false},
		{"POST", "/my/filings/{id}/sites", registrant, p.addSite, false},
		{"GET", "/my/filings/{id}/sites/{site}/remove", registrant, p.siteRemoval, false},
		{"POST", "/my/filings/{id}/sites/{site}/remove", registrant, p.removeSite, false},
		{"GET", "/my/filings/{id}/sites/{site}/{topic}", registrant, p.filingForm, false},
		{"POST", "/my/filings/{id}/sites/{site}/{topic}", registrant, p.saveForm, false},
		{"POST", "/my/filings/{id}/sites/{site}/{topic}/autosave", registrant, p.autosave, false},
		{"GET", "/my/filings/{id}/provider", registrant, p.providerChoice, false},
		{"POST", "/my/filings/{id}/provider", registrant, p.chooseProvider, false},
		{"GET", "/my/filings/{id}/preflight", registrant, p.preflight, false},
		{"GET", "/my/filings/{id}/review", registrant, p.filingReview, false},
		{"POST", "/my/filings/{id}/review", registrant, p.submitFiling, false},
		{"GET", "/my/filings/{id}/submitted", registrant, p.submitted, false},
		{"GET", "/my/filings/{id}/papers/{paper}", registrant, p.paper, false},
		{"GET", "/my/messages", registrant, p.letters, false},
		{"GET", "/my/filings/{id}/materials", registrant, p.materials, false},
		{"POST", "/my/filings/{id}/materials", registrant.upload(), p.saveMaterial, false},
		{"GET", "/my/filings/{id}/progress", registrant, p.progress, false},
		{"GET", "/my/filings/{id}/receipt", registrant, p.receipt, false},
		{"GET", "/my/filings/{id}/withdraw", registrant, p.parting(filing.Withdraw), false},
		{"POST", "/my/filings/{id}/withdraw", registrant, p.parting(filing.Withdraw), false},
		{"GET", "/my/filings/{id}/abandon", registrant, p.parting(filing.Abandon), false},
		{"POST", "/my/filings/{id}/abandon", registrant, p.parting(filing.Abandon), false},

		// Provider (接入服务商).
		{"GET", "/provider", provider, p.workbench, false},
		{"POST", "/provider/next", provider, p.nextCase, false},
		{"GET", "/provider/queue", provider, p.queue, false},
		{"POST", "/provider/queue/claim", provider, p.claimSeveral, false},
		{"GET", "/provider/filings/{id}", provider, p.caseFile, false},
		{"POST", "/provider/filings/{id}/claim", provider, p.claimCase, false},
		{"POST", "/provider/filings/{id}/release", provider, p.releaseCase, false},
		{"POST", "/provider/filings/{id}/unmask", provider, p.unmask, false},
		{"GET", "/provider/filings/{id}/return", provider, p.returnForm, false},
		{"POST", "/provider/filings/{id}/return", provider, p.sendBack, false},
		{"GET", "/provider/filings/{id}/sheet", provider, p.sheetForm, false},
		{"POST", "/provider/filings/{id}/sheet", provider, p.saveSheet, false},
		{"GET", "/provider/filings/{id}/sheet/print", provider, p.sheetPrint, false},
		{"POST", "/provider/filings/{id}/sheet/papers", provider.upload(), p.addSheetPaper, false},
		{"GET", "/provider/filings/{id}/forward", provider, p.forwardForm, false},
		{"POST", "/provider/filings/{id}/forward", provider, p.forward, false},
		{"GET", "/provider/filings/{id}/correct", provider, p.correctForm, false},
		{"POST", "/provider/filings/{id}/correct", provider, p.correct, false},
		{"GET", "/provider/records", provider, p.records, false},
		{"GET", "/provider/filings/{id}/papers/{paper}", provider, p.paper, false},
		{"GET", "/provider/notices", provider, p.ownNotices, false},
		{"POST", "/provider/notices", providerAdmin, p.publish, false},
		{"POST", "/provider/notices/{id}/remove", providerAdmin, p.takeNoticeDown, false},

		// Bureau (省通信管理局).
		{"GET", "/bureau", bureau, p.workbench, false},
		{"POST", "/bureau/next", bureau, p.nextCase, false},
		{"GET", "/bureau/queue", bureau, p.queue, false},
		{"POST", "/bureau/queue/claim", bureau, p.claimSeveral, false},
		{"GET", "/bureau/filings/{id}", bureau, p.caseFile, false},
		{"POST", "/bureau/filings/{id}/claim", bureau, p.claimCase, false},
		{"POST", "/bureau/filings/{id}/release", bureau, p.releaseCase, false},
		{"POST", "/bureau/filings/{id}/unmask", bureau, p.unmask, false},
		{"GET", "/bureau/filings/{id}/return", bureau, p.returnForm, false},
		{"POST", "/bureau/filings/{id}/return", bureau, p.sendBack, false},
		{"GET", "/bureau/filings/{id}/approve", bureau, p.approveForm, false},
		{"POST", "/bureau/filings/{id}/approve", bureau, p.approve, false},
		{"GET", "/bureau/filings/{id}/approved", bureau, p.approved, false},
		{"GET", "/bureau/filings/{id}/refuse", bureau, p.refuseForm, false},
		{"POST", "/bureau/filings/{id}/refuse", bureau, p.refuse, false},
		{"GET", "/bureau/bulk", bureau, p.bulkForm, false},
		{"POST", "/bureau/bulk", bureau, p.bulkApprove, false},
		{"GET", "/bureau/bulk/done", bureau, p.bulkDone, false},
		{"GET", "/bureau/records", bureau, p.records, false},
		{"GET", "/bureau/filings/{id}/papers/{paper}", bureau, p.paper, false},
		{"GET", "/bureau/notices", bureau, p.ownNotices, false},
		{"POST", "/bureau/notices", bureauChief, p.publish, false},
		{"POST", "/bureau/notices/{id}/remove", bureauChief, p.takeNoticeDown, false},

		// Ministry (工业和信息化部).
		{"GET", "/ministry", ministry, p.overview, false},
		{"GET", "/ministry/bureaus", ministry, p.offices, false},
		{"GET", "/ministry/bureaus/{abbr}", ministry, p.office, false},
		{"POST", "/ministry/bureaus/{abbr}", ministryAdmin, p.saveOffice, false},
		{"GET", "/ministry/providers", ministry, p.licences, false},
		{"GET", "/ministry/providers/new", ministryAdmin, p.newLicence, false},
		{"POST", "/ministry/providers/new", ministryAdmin, p.addLicence, false},
		{"GET", "/ministry/providers/{id}", ministry, p.licence, false},
		{"POST", "/ministry/providers/{id}", ministryAdmin, p.saveLicence, false},
		{"GET", "/ministry/providers/{id}/suspend", ministryAdmin, p.confirmSuspend, false},
		{"POST", "/ministry/providers/{id}/suspend", ministryAdmin, p.suspend, false},
		{"GET", "/ministry/notices", ministry, p.ownNotices, false},
		{"POST", "/ministry/notices", ministryAdmin, p.publish, false},
		{"POST", "/ministry/notices/{id}/remove", ministryAdmin, p.takeNoticeDown, false},

		// Demo.
		{"GET", "/dev/gallery", p.inDemo(), p.gallery, false},
		{"GET", "/dev/messages", p.forScreen(), p.shownLetters, false},

		// Probes and files.
		{"GET", "/healthz", anyone, healthy, true},
		{"GET", "/readyz", anyone, p.ready, true},
		{"GET", "/static/*", anyone, static, true},
		{"GET", "/favicon.ico", anyone, favicon, true},
		{"GET", "/robots.txt", anyone, robots, true},
	}
}

// inDemo is everybody in a demo and nobody elsewhere.
func (p *Portal) inDemo() who {
	if p.Demo {
		return anyone
	}
	return who{}
}
