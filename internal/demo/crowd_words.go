package demo

import "slices"

// many is the lexicon of a nation: as many names as a register of millions needs,
// so that some words are common and most are rare.
var many = lexicon{
	surnames: slices.Concat(surnames, surnames, words(`潘pan 田tian 任ren 姜jiang 范fan 方fang 石shi 姚yao 谭tan 廖liao 邹zou 熊xiong 金jin
		陆lu 郝hao 孔kong 白bai 崔cui 康kang 毛mao 邱qiu 秦qin 江jiang 史shi 顾gu 侯hou 邵shao 孟meng 龙long 万wan 段duan 雷lei 钱qian 汤tang
		尹yin 黎li 易yi 常chang 武wu 乔qiao 贺he 赖lai 龚gong 文wen 庞pang 樊fan 兰lan 殷yin 施shi 陶tao 洪hong 翟zhai 安an 颜yan 倪ni 严yan
		牛niu 温wen 芦lu 季ji 俞yu 章zhang 鲁lu 葛ge 伍wu 韦wei 申shen 尤you 毕bi 聂nie 焦jiao 向xiang 柳liu 邢xing 骆luo 岳yue 齐qi 梅mei
		莫mo 庄zhuang 辛xin 管guan 祝zhu 左zuo 涂tu 谷gu 祁qi 耿geng 牟mou 卜bu 路lu 詹zhan 关guan 苗miao 凌ling 费fei 纪ji 靳jin 盛sheng
		童tong 欧ou 甄zhen 项xiang 曲qu 成cheng 游you 阳yang 裴pei 席xi 卫wei 查zha 屈qu 鲍bao 位wei 覃qin 霍huo 翁weng 隋sui 植zhi 甘gan`)),
	givenFirst: slices.Concat(givenFirst, words(`伟wei 秀xiu 丽li 桂gui 德de 光guang 金jin 家jia 少shao 红hong 世shi 正zheng 新xin 学xue 振zhen 一yi
		天tian 梦meng 雪xue 诗shi 紫zi 浩hao 泽ze 宇yu 梓zi 沐mu 奕yi 承cheng 启qi 元yuan 庆qing 福fu 荣rong 长chang 东dong 西xi 北bei 万wan
		冬dong 秋qiu 夏xia 淑shu 惠hui 慧hui 美mei 月yue 云yun 彩cai 爱ai 凤feng 素su 巧qiao 冰bing 忆yi 怀huai 景jing 鹏peng 绍shao 维wei`)),
	givenLast: slices.Concat(givenLast, words(`芳fang 娜na 秀xiu 敏min 丽li 艳yan 娟juan 刚gang 明ming 勇yong 峰feng 辉hui 鹏peng 斌bin 玲ling 梅mei
		兰lan 凤feng 红hong 春chun 玉yu 珍zhen 荣rong 丹dan 雪xue 莲lian 莉li 颖ying 璐lu 倩qian 婷ting 瑶yao 薇wei 菲fei 晨chen 阳yang 凯kai
		坤kun 林lin 森sen 东dong 生sheng 根gen 福fu 贵gui 财cai 良liang 忠zhong 义yi 信xin 礼li 智zhi 仁ren 昊hao 然ran 彬bin 恒heng 毅yi 哲zhe`)),
	brandFirst: slices.Concat(brandFirst, words(`华hua 金jin 天tian 新xin 东dong 宏hong 鑫xin 盛sheng 福fu 广guang 永yong 德de 美mei 佳jia 优you
		创chuang 嘉jia 瑞rui 安an 正zheng 同tong 亿yi 万wan 百bai 千qian 易yi 乐le 喜xi 吉ji 祥xiang 龙long 凤feng 鹏peng 麒qi 玉yu 银yin 铭ming
		锦jin 凯kai 胜sheng 卓zhuo 博bo 科ke 讯xun 捷jie 迅xun 飞fei 腾teng 跃yue 融rong 合he 聚ju 众zhong 共gong 享xiang 悦yue 欣xin 雅ya 思si
		慧hui 智zhi 信xin 达da 利li 源yuan 富fu 贵gui 兴xing 旺wang 顺shun 航hang 宇yu 宙zhou 辰chen 曜yao 朗lang 晴qing 霖lin 沐mu 森sen 柏bai`)),
	brandLast: slices.Concat(brandLast, words(`华hua 通tong 德de 安an 康kang 瑞rui 祥xiang 宇yu 天tian 海hai 洋yang 江jiang 河he 山shan 林lin 木mu 禾he
		田tian 园yuan 丰feng 年nian 景jing 明ming 亮liang 光guang 辉hui 煌huang 耀yao 星xing 月yue 阳yang 日ri 升sheng 腾teng 飞fei 翔xiang 鸿hong
		雁yan 鹤he 凤feng 龙long 麟lin 驰chi 骋cheng 迈mai 进jin 步bu 越yue 卓zhuo 优you 佳jia 美mei 好hao 乐le 欢huan 悦yue 怡yi 心xin 思si 想xiang
		智zhi 慧hui 文wen 武wu 博bo 学xue 知zhi 行xing 言yan 诺nuo 诚cheng 义yi 仁ren 礼li 瑾jin 瑜yu 琪qi 珂ke 铂bo 钧jun 铭ming 锐rui 锋feng`)),
	industries: slices.Concat(industries, industries, words(`科技keji 科技keji 科技keji 科技keji 网络科技wangluo 网络科技wangluo 信息科技xinxike
		贸易maoyi 贸易maoyi 商贸shangmao 实业shiye 文化传媒chuanmei 文化传播chuanbo 教育咨询jiaoyu 企业管理qiye 企业管理咨询zixun 人力资源renli
		供应链管理gongying 进出口jinchukou 电子科技dianzi 生物科技shengwu 医疗器械yiliao 健康管理jiankang 汽车服务qiche 汽车配件peijian
		房地产开发fangchan 物业管理wuye 投资管理touzi 资产管理zichan 工程建设gongcheng 建筑安装anzhuang 园林景观jingguan 消防工程xiaofang
		智能科技zhineng 数字科技shuzi 数据服务shuju 云计算yunjisuan 物联网wulian 通信工程tongxin 安防技术anfang 自动化设备zidonghua 机电设备jidian
		化工huagong 塑胶制品sujiao 金属制品jinshu 钢结构gangjiegou 模具muju 阀门famen 泵业bengye 电气dianqi 电缆dianlan 仪表yibiao
		服饰fushi 鞋业xieye 箱包xiangbao 珠宝zhubao 化妆品huazhuang 母婴用品muying 玩具wanju 家具jiaju 建材jiancai 门窗menchuang 卫浴weiyu
		餐饮管理canyin 酒业jiuye 粮油liangyou 生态农业shengtai 畜牧xumu 种业zhongye 花卉huahui 宠物用品chongwu 体育tiyu 影视文化yingshi
		动漫dongman 游戏youxi 印务yinwu 翻译服务fanyi 会展服务huizhan 知识产权代理zhishi 财税咨询caishui 家政服务jiazheng 货运代理huoyun 仓储cangchu`)),
	moods: slices.Concat(moods, words(`星空xingkong 海边haibian 林间linjian 雨后yuhou 清晨qingchen 黄昏huanghun 半夏banxia 初秋chuqiu 深冬shendong
		四季siji 小满xiaoman 谷雨guyu 白露bailu 立春lichun 拾光shiguang 浅草qiancao 墨色mose 青石qingshi 老街laojie 江畔jiangpan
		云端yunduan 无名wuming 一叶yiye 半亩banmu 三味sanwei 五月wuyue 七夕qixi 九歌jiuge 十里shili 百草baicao 千寻qianxun`)),
	hobbies: slices.Concat(hobbies, words(`音乐yinyue 吉他jita 钢琴gangqin 绘画huihua 水彩shuicai 油画youhua 篆刻zhuanke 陶艺taoyi 茶道chadao 咖啡kafei
		烘焙hongbei 美食meishi 旅行lvxing 露营luying 登山dengshan 滑雪huaxue 游泳youyong 跑步paobu 篮球lanqiu 足球zuqiu 羽毛球yumaoqiu 围棋weiqi
		象棋xiangqi 桥牌qiaopai 模型moxing 无人机wurenji 机器人jiqiren 单片机danpianji 嵌入式qianrushi 后端houduan 运维yunwei 数据库shujuku 数学shuxue
		物理wuli 历史lishi 地理dili 诗词shici 小说xiaoshuo 电影dianying 纪录片jilupian 集邮jiyou 古钱guqian 多肉duorou 月季yueji 养花yanghua 钓鱼diaoyu
		养猫yangmao 养狗yanggou 水族shuizu 汽车qiche 摩托motuo 理财licai 外语waiyu 法语fayu 日语riyu`)),
}
