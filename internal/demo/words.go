package demo

import "strings"

// word is a piece of an invented name with its spelling in Latin letters, from
// which domains and user names are put together.
type word struct{ han, latin string }

func words(text string) []word {
	var list []word
	for _, f := range strings.Fields(text) {
		at := strings.IndexFunc(f, func(r rune) bool { return r < 0x80 })
		list = append(list, word{f[:at], f[at:]})
	}
	return list
}

func (w word) plus(o word) word { return word{w.han + o.han, w.latin + o.latin} }

// lexicon is what names are put together from.
type lexicon struct{ surnames, givenFirst, givenLast, brandFirst, brandLast, industries, moods, hobbies []word }

// few is the lexicon of the smaller demonstration.
var few = lexicon{surnames, givenFirst, givenLast, brandFirst, brandLast, industries, moods, hobbies}

var (
	surnames = words(`王wang 李li 张zhang 刘liu 陈chen 杨yang 赵zhao 黄huang 周zhou 吴wu 徐xu 孙sun 胡hu 朱zhu 高gao 林lin
		何he 郭guo 马ma 罗luo 梁liang 宋song 郑zheng 谢xie 韩han 唐tang 冯feng 于yu 董dong 萧xiao 程cheng 曹cao 袁yuan
		邓deng 许xu 傅fu 沈shen 曾zeng 彭peng 吕lyu 苏su 卢lu 蒋jiang 蔡cai 贾jia 丁ding 魏wei 薛xue 叶ye 阎yan 欧阳ouyang 上官shangguan`)
	givenFirst = words(`建jian 志zhi 文wen 明ming 晓xiao 小xiao 海hai 国guo 雅ya 思si 子zi 嘉jia 俊jun 雨yu 欣xin 佳jia 永yong
		春chun 玉yu 秀xiu 立li 婉wan 宏hong 瑞rui 若ruo 景jing`)
	givenLast = words(`华hua 军jun 伟wei 平ping 英ying 霞xia 强qiang 涛tao 杰jie 琳lin 敏min 静jing 宁ning 博bo 宇yu 涵han
		轩xuan 怡yi 萍ping 龙long 波bo 燕yan 洁jie 磊lei 超chao 清qing 安an 航hang 彤tong 莹ying`)

	brandFirst = words(`云yun 启qi 明ming 诚cheng 远yuan 禾he 木mu 星xing 海hai 岚lan 溪xi 青qing 竹zhu 松song 鹿lu 鲸jing
		晨chen 泰tai 恒heng 睿rui 智zhi 汇hui 联lian 通tong 丰feng 橙cheng 蓝lan 瀚han 润run 拓tuo`)
	brandLast = words(`帆fan 川chuan 舟zhou 辰chen 石shi 和he 信xin 正zheng 达da 谷gu 原yuan 野ye 盛sheng 科ke 创chuang 源yuan
		界jie 图tu 途tu 桥qiao 岭ling 泽ze 森sen 航hang 峰feng 域yu 邦bang 庭ting 岳yue 澜lan`)

	industries = words(`软件ruanjian 信息技术xinxi 电子商务dianshang 机械制造jixie 建筑设计sheji 物流wuliu 食品shipin 茶业chaye
		纺织fangzhi 家居jiaju 农业nongye 环保huanbao 新能源nengyuan 广告guanggao 酒店管理jiudian 园林yuanlin 精密仪器yiqi
		包装材料baozhuang 旅游lyou 装饰工程zhuangshi 照明zhaoming 陶瓷taoci 五金wujin 水产shuichan 测绘cehui`)
	shops = words(`花艺店huayi 茶舍chashe 陶艺坊taoyi 烘焙坊hongbei 咖啡馆kafei 面馆mianguan 裁缝铺caifeng 自行车行danche
		钟表行zhongbiao 竹编坊zhubian 果园guoyuan 民宿minsu 木器坊muqi 琴行qinhang`)

	moods    = words(`山间shanjian 午后wuhou 城南chengnan 书桌shuzhuo 灯下dengxia 檐下yanxia 慢光manguang 北窗beichuang 微雨weiyu 远行yuanxing 阁楼gelou 溪畔xipan 南风nanfeng 晴空qingkong 长巷changxiang`)
	hobbies  = words(`植物zhiwu 摄影sheying 阅读yuedu 木工mugong 徒步tubu 烹饪pengren 前端qianduan 算法suanfa 天文tianwen 钢笔gangbi 观鸟guanniao 手账shouzhang 骑行qixing 书法shufa 园艺yuanyi 编织bianzhi`)
	journals = words(`笔记biji 手记shouji 随笔suibi 札记zhaji 小记xiaoji 日志rizhi 记事jishi`)

	roads = strings.Fields(`云杉路 青禾路 望湖路 听松街 长宁巷 枫桥路 朝晖大道 锦屏街 石榴巷 星河路 和风路 临江大道 梧桐街 白鹭路 书院路 竹溪路 文昌街 春晓路`)
)
