/**
 * Traditional, old and printers' forms of characters that names use, each folded to the form of today's ID cards:
 * `黃黄` says that 黃 is read as 黄. A closed list on purpose: a general table would merge people. Left out are
 *
 * - distinct surnames that look or sound alike: 甯/宁, 谌/湛, 冼/洗, 闫/阎, 肖/萧, 付/傅, 於/于, 范/範, 党/黨, 余/餘, 郄/郤;
 * - forms that the table of standard characters of 2013 (通用规范汉字表) restored for names: 喆/哲, 昇/升, 堃/坤, 珮/佩, 祐/佑, 淼/渺.
 */
const surnames =
  '呂吕 黃黄 吳吴 呉吴 陳陈 陸陆 張张 劉刘 楊杨 趙赵 孫孙 馬马 鄭郑 謝谢 許许 鄧邓 馮冯 蕭萧 葉叶 蘇苏 盧卢 蔣蒋 賈贾 閻阎 鍾钟 锺钟 譚谭 鄒邹 ' +
  '韓韩 羅罗 龍龙 賀贺 顧顾 龔龚 錢钱 湯汤 嚴严 萬万 賴赖 齊齐 莊庄 喬乔 聶聂 關关 駱骆 鮑鲍 華华 倫伦 衛卫 婁娄 闞阚 諸诸 歐欧 陽阳 鄔邬 塗涂 ' +
  '祿禄 連连 車车 費费 鄺邝 簡简 練练 繆缪 藍蓝 畢毕 紀纪 計计 項项 談谈 單单 貝贝 樂乐 時时 盤盘 麥麦 龐庞 滿满 竇窦 蘭兰 閔闵 強强 鳳凤 區区 ' +
  '榮荣 溫温 戶户 戸户 閆闫 諶谌 鞏巩 厲厉 賓宾 應应 勞劳 東东 儲储 饒饶 鈕钮 豐丰 欒栾 晉晋 郟郏 叢丛 邊边 遲迟 揚扬 紅红 羋芈 鐵铁 禰祢 宮宫 ' +
  '壽寿 蘆芦 寧宁 鳴鸣 筍笋 顏颜 顔颜'
const givenNames =
  '國国 偉伟 傑杰 軍军 麗丽 靜静 豔艳 艷艳 濤涛 飛飞 鵬鹏 輝辉 剛刚 鋼钢 銀银 錦锦 鋒锋 銘铭 鈞钧 寶宝 貴贵 財财 賢贤 質质 贊赞 贇赟 義义 禮礼 ' +
  '禎祯 禕祎 潔洁 瑩莹 瓊琼 環环 瑤瑶 璽玺 瑋玮 蓮莲 蕓芸 薔蔷 蘋苹 萊莱 蘊蕴 藝艺 葦苇 雲云 電电 靈灵 霧雾 鶴鹤 鴻鸿 鸞鸾 鶯莺 鵑鹃 興兴 學学 ' +
  '書书 畫画 詩诗 詠咏 誌志 誠诚 諾诺 謙谦 譽誉 護护 識识 語语 諭谕 誼谊 讓让 訓训 調调 貞贞 賦赋 資资 慶庆 愛爱 憲宪 懷怀 憶忆 戰战 擁拥 齡龄 ' +
  '曉晓 曄晔 暉晖 暢畅 晝昼 楓枫 樹树 橋桥 檸柠 櫻樱 權权 歡欢 歲岁 澤泽 濱滨 淵渊 漢汉 潤润 瀾澜 濟济 灝灏 湧涌 煒炜 燁烨 燦灿 煥焕 爾尔 獻献 ' +
  '業业 勝胜 勵励 勳勋 勛勋 務务 勁劲 聖圣 堅坚 壯壮 夢梦 奮奋 婭娅 媽妈 嫻娴 嬌娇 實实 寬宽 將将 導导 嶺岭 崗岗 島岛 峯峰 巖岩 師师 帥帅 幣币 ' +
  '廣广 廬庐 彥彦 彌弥 徑径 從从 復复 徳德 總总 紹绍 純纯 紋纹 緒绪 緖绪 維维 綺绮 績绩 繼继 繽缤 綱纲 綠绿 經经 緯纬 續续 羣群 習习 翹翘 聰聪 ' +
  '聯联 聲声 職职 肅肃 腦脑 臨临 與与 舉举 蔭荫 虛虚 衆众 補补 見见 規规 覺觉 親亲 觀观 責责 賽赛 躍跃 軒轩 載载 輕轻 轉转 達达 運运 進进 遠远 ' +
  '適适 遙遥 邁迈 郞郎 鄉乡 醫医 釗钊 銳锐 鋭锐 錚铮 鍵键 鎮镇 鏡镜 鑒鉴 鑑鉴 長长 門门 開开 間间 閣阁 閩闽 陰阴 隊队 際际 隨随 雙双 離离 難难 ' +
  '靑青 韻韵 響响 頁页 順顺 預预 領领 頌颂 頻频 題题 願愿 顯显 風风 飄飘 養养 駿骏 騰腾 驍骁 驊骅 馳驰 騏骐 髙高 魯鲁 鮮鲜 眞真 愼慎 敎教 兌兑 ' +
  '說说 説说 悅悦 晩晚 産产 產产 恆恒 啓启 啟启 團团 圓圆 園园 歷历 體体 發发 淸清 淨净 凱凯 剣剑 劍剑 動动 勻匀 協协 參参 廈厦 變变 穩稳 積积 ' +
  '穎颖 頴颖 競竞 筆笔 節节 簫箫 絲丝 釵钗 甦苏 畵画 異异 當当 盡尽 監监 碩硕 確确 祕秘 稱称 窩窝 竜龙'

/** What must never be folded, whatever the lists above say; a test holds them to it. */
export const distinctCharacters =
  '甯宁 谌湛 冼洗 闫阎 肖萧 付傅 於于 范範 党黨 余餘 郄郤 喆哲 昇升 堃坤 珮佩 祐佑'.split(' ')

const folds = new Map(`${surnames} ${givenNames}`.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)] as const))

export const variantCount = folds.size

const folded = new RegExp(`[${Array.from(folds.keys()).join('')}]`, 'gu')

/** Every character in the form that today's ID cards print. */
export const foldVariants = (text: string): string => text.replace(folded, (c) => folds.get(c) ?? c)
