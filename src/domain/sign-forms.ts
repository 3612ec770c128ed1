/**
 * Traditional characters and printers' forms on shop signs, beyond those that names of persons share (`name-variants.ts`):
 * `麵面` says that 麵 is read as 面. A sign tells what a shop is called, not who someone is, so these may be folded freely; a
 * name of a person never is. After the table of standard characters of 2013 (通用规范汉字表, appendix 1), as far as food,
 * trades and places need it.
 */
const food =
  '麵面 麪面 飯饭 館馆 舘馆 餅饼 餃饺 飽饱 餛馄 飩饨 餡馅 饅馒 飲饮 饌馔 饞馋 餓饿 燒烧 滷卤 鹵卤 臘腊 醬酱 醃腌 鹹咸 鹽盐 雞鸡 鷄鸡 鴨鸭 鵝鹅 ' +
  '魚鱼 鱸鲈 鯽鲫 鰻鳗 鱔鳝 鯉鲤 鱈鳕 蝦虾 蠔蚝 豬猪 牆墙 蔥葱 薑姜 蘿萝 蔔卜 條条 鍋锅 燉炖 燜焖 燴烩 爐炉 竈灶 罈坛 缽钵 壺壶 ' +
  '盃杯 麯曲 釀酿 糧粮 穀谷 棗枣 欖榄 莖茎 葷荤 菸烟 煙烟 糉粽 點点 鷹鹰 鴿鸽 鵪鹌 腸肠 臟脏 膾脍 膽胆 餚肴 ' +
  '饊馓 餌饵 鉢钵 餘余 鰱鲢 魷鱿 鯊鲨 鱷鳄 龜龟 鱉鳖 貓猫 蠟蜡 蟲虫 蝸蜗 蠶蚕 鬆松 乾干 凍冻 涼凉 熱热 鹼碱 薦荐 濃浓 溼湿 漿浆 澆浇 沖冲'
const trade =
  '號号 記记 樓楼 廳厅 廠厂 櫃柜 櫥橱 廚厨 藥药 診诊 髮发 髪发 燙烫 鬚须 鬍胡 繡绣 縫缝 織织 紡纺 綢绸 緞缎 線线 紗纱 ' +
  '裝装 褲裤 襪袜 襯衬 飾饰 鑽钻 鏈链 錶表 鐘钟 鎖锁 鋁铝 銅铜 銲焊 鑰钥 釘钉 鋸锯 鏟铲 傢家 燈灯 機机 網网 訊讯 話话 碼码 ' +
  '數数 據据 錄录 圖图 報报 紙纸 複复 設设 製制 賣卖 買买 銷销 貨货 購购 價价 優优 贈赠 貿贸 贏赢 賺赚 ' +
  '輪轮 輛辆 輸输 軟软 轎轿 駕驾 騎骑 驛驿 驗验 檢检 測测 檔档 櫈凳 檯台 臺台 幾几 樣样 樁桩 標标 術术 攝摄 戲戏 遊游 ' +
  '課课 輔辅 員员 處处 辦办 營营 會会 專专 統统 級级 組组'
const common =
  '億亿 齋斋 圍围 縣县 灣湾 漁渔 ' +
  '樸朴 來来 舊旧 嶄崭 雜杂 閒闲 闆板 頭头 類类 驢驴 駝驼 鬥斗 鳥鸟 ' +
  '麼么 廟庙 廢废 後后 傳传 備备 傷伤 債债 儀仪 兒儿 內内 兩两 冊册 別别 匯汇 彙汇 嚐尝 嘗尝 噴喷 ' +
  '喫吃 問问 喪丧 塊块 場场 塵尘 墊垫 壩坝 壓压 夥伙 奧奥 妝妆 婦妇 寢寝 寫写 對对 層层 屜屉 屬属 岡冈 巒峦 帶带 幫帮 幹干 庫库 ' +
  '彎弯 徹彻 惡恶 慮虑 憑凭 撲扑 擇择 擔担 擠挤 擺摆 攜携 敗败 敵敌 斷断 曆历 朧胧 極极 構构 槍枪 樞枢 ' +
  '歸归 殘残 殺杀 氣气 決决 沒没 況况 減减 湊凑 準准 溝沟 滅灭 灑洒 災灾 為为 無无 爺爷 牀床 狀状 獅狮 獎奖 獨独 獲获 獸兽 ' +
  '甕瓮 療疗 瘋疯 皺皱 盜盗 眾众 禍祸 禪禅 種种 窮穷 窯窑 箏筝 範范 築筑 籃篮 籠笼 籤签 簽签 粵粤 ' +
  '緊紧 緣缘 縮缩 纜缆 罵骂 罷罢 羨羡 聞闻 聽听 腳脚 臉脸 艙舱 艦舰 艱艰 芻刍 茲兹 荊荆 蓋盖 蠻蛮 ' +
  '衝冲 裏里 裡里 視视 觸触 請请 論论 講讲 證证 譜谱 讀读 貢贡 貼贴 賞赏 ' +
  '趕赶 跡迹 踐践 農农 迴回 這这 過过 選选 還还 郵邮 鄰邻 醜丑 釋释 針针 鉤钩 鈴铃 鋪铺 舖铺 ' +
  '閉闭 險险 隱隐 雖虽 頂顶 須须 駐驻 驚惊 麽么 黨党 鼇鳌 籬篱'

const folds = new Map(`${food} ${trade} ${common}`.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)] as const))

const folded = new RegExp(`[${Array.from(folds.keys()).join('')}]`, 'gu')

/** Every character of a sign in its simplified form. Not for names of persons. */
export const foldSignForms = (text: string): string => text.replace(folded, (c) => folds.get(c) ?? c)
