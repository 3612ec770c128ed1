import type { ReasonEntry } from './reason-entry.ts'

/** One photo, whatever it shows; and the set of photos. */
export const photoReasons = {
  IMG_BLURRY: {
    severity: 'return',
    fix: 'retake',
    zh: [
      '{slot}照片模糊{belowClarity}，内容无法看清',
      '请擦净镜头、拿稳手机，对焦清晰后重新拍摄',
      '清晰度 {clarity}/100，低于 {min}，主要因素：模糊',
    ],
    en: [
      'The {slot} photo is too blurry to make out{belowClarity}',
      'Wipe the lens, hold the phone still, let the camera focus and take the photo again',
      'Clarity {clarity}/100 is below {min}, mostly for want of sharpness',
    ],
  },
  IMG_GLARE: {
    severity: 'return',
    fix: 'retake',
    zh: ['{slot}照片反光，遮挡了{field}', '请关闭闪光灯，换个角度重新拍摄', '{field}反光，过亮面积 {share}%'],
    en: [
      'In the {slot} photo glare covers {theField}',
      'Switch off the flash and take the photo from another angle',
      'Glare covers {theField}: {share}% is blown out',
    ],
  },
  IMG_DARK: {
    severity: 'return',
    fix: 'retake',
    zh: [
      '{slot}照片过暗（平均亮度 {brightness}/255），内容无法看清',
      '请在光线充足均匀的地方重新拍摄',
      '清晰度 {clarity}/100，低于 {min}，主要因素：过暗（平均亮度 {brightness}/255）',
    ],
    en: [
      'The {slot} photo is too dark to make out (mean brightness {brightness} of 255)',
      'Take the photo again in good, even light',
      'Clarity {clarity}/100 is below {min}, mostly for darkness (mean brightness {brightness} of 255)',
    ],
  },
  IMG_OVEREXPOSED: {
    severity: 'return',
    fix: 'retake',
    zh: [
      '{slot}照片过亮（平均亮度 {brightness}/255），内容无法看清',
      '请避开强光直射，重新拍摄',
      '清晰度 {clarity}/100，低于 {min}，主要因素：过曝（平均亮度 {brightness}/255）',
    ],
    en: [
      'The {slot} photo is too bright to make out (mean brightness {brightness} of 255)',
      'Avoid direct strong light and take the photo again',
      'Clarity {clarity}/100 is below {min}, mostly for overexposure (mean brightness {brightness} of 255)',
    ],
  },
  IMG_INCOMPLETE: {
    severity: 'return',
    fix: 'retake',
    zh: ['{slot}照片未拍全', '请让四个角完整露出，重新拍摄', '画面未包含完整证件或场景'],
    en: [
      'The {slot} photo does not show all of it',
      'Keep all four corners inside the photo and take it again',
      'The document or scene reaches beyond the photo',
    ],
  },
  IMG_OCCLUDED: {
    severity: 'return',
    fix: 'retake',
    zh: ['{slot}照片中的{field}被遮挡', '请移开遮挡物后重新拍摄', '{field}被遮挡，约占 {share}%'],
    en: [
      'In the {slot} photo {theField} is covered',
      'Remove what covers it and take the photo again',
      'Covered: {field}, {share}% of it',
    ],
  },
  IMG_LOW_RES: {
    severity: 'return',
    fix: 'retake',
    zh: [
      '{slot}照片中的内容过小（照片尺寸 {width}×{height}），无法看清',
      '请靠近拍摄，使内容占满画面，并上传原图',
      '{width}×{height} 像素，短边下限 {minSide}，字高约 {glyphHeight} 像素',
    ],
    en: [
      'What the {slot} photo shows is too small to make out (photo of {width}×{height})',
      'Move closer so that it fills the photo, and upload the original file',
      '{width}×{height} pixels, short side at least {minSide}, text about {glyphHeight} pixels high',
    ],
  },
  IMG_WRONG_SLOT: {
    severity: 'return',
    fix: 'replace',
    zh: [
      '这里需要{expected}照片，您上传的像是{detected}',
      '请上传{expected}照片',
      '期望{expected}，识别为{detected}（置信度 {confidence}）',
    ],
    en: [
      'A photo of the {expected} is needed here; the one you uploaded seems to show: {detected}',
      'Upload the {expected} photo',
      'Expected {expected}, detected {detected} (confidence {confidence})',
    ],
  },
  IMG_CARD_BACK: {
    severity: 'return',
    fix: 'retake',
    zh: [
      '{slot}照片拍的是印有安全码的银行卡背面，这类照片我们不保存',
      '请上传卡号一面；卡号印在背面的，请遮住三位安全码后拍摄。安全码请勿告诉任何人',
      '识别为银行卡背面（置信度 {confidence}），未保存其内容，照片不留存',
    ],
    en: [
      'The {slot} photo shows the back of a bank card with its security code; we do not keep such photos',
      'Upload the side with the card number; where that is the back, cover the three-digit code. Never tell it to anyone',
      'Detected the back of a bank card (confidence {confidence}); nothing read from it is stored, and the photo is not kept',
    ],
  },
  IMG_BOTH_SIDES: {
    severity: 'return',
    fix: 'retake',
    zh: [
      '身份证两面拍在了同一张照片里，{slot}无法看清',
      '请将两面分开，各拍一张，让每一面占满画面',
      '识别为身份证两面同框（置信度 {confidence}），{slot}的必要内容未能可靠识别',
    ],
    en: [
      'Both sides of the ID card are in one photo, and the {slot} cannot be read in it',
      'Photograph each side by itself so that it fills the photo',
      'Detected both sides of an ID card (confidence {confidence}); what is needed of the {slot} could not be read reliably',
    ],
  },
  IMG_UNREADABLE: {
    severity: 'return',
    fix: 'retake',
    zh: ['{slot}照片中的{fields}无法识别', '请正对拍摄，保证文字清晰完整，不被遮挡或反光', '未能可靠识别：{fields}'],
    en: [
      'In the {slot} photo the following could not be read: {fields}',
      'Take the photo straight on, with all text sharp, uncovered and free of glare',
      'Not read reliably: {fields}',
    ],
  },
  READING_UNSURE: {
    severity: 'review',
    fix: 'wait',
    zh: [
      '{slot}照片中的{field}需要人工核对',
      '无需重新提交，请耐心等待',
      '{field}的识别结果与其他来源不一致或含生僻字，置信度 {confidence}，不足以自动判定',
    ],
    en: [
      'The {field} in the {slot} photo needs to be checked by our staff',
      'Nothing to resubmit; please wait',
      'The {field} as read contradicts another source or has characters outside the dictionary; confidence {confidence} is too low to decide',
    ],
  },
  IMG_SAME_AS_REJECTED: {
    severity: 'return',
    fix: 'retake',
    zh: ['{slot}照片与上次被退回的照片相同', '请重新拍摄后再提交', '文件与上一版本被退回的材料一致'],
    en: [
      'The {slot} photo is the one that was returned before',
      'Take a new photo and submit again',
      'Same file as in a revision that was returned',
    ],
  },
  DOC_COPY: {
    severity: 'return',
    fix: 'retake',
    zh: ['{slot}照片像是复印件或扫描件', '请拍摄证件原件', '疑似复印件或扫描件'],
    en: ['The {slot} photo seems to show a copy', 'Photograph the original document', 'Probably a photocopy or scan'],
  },
  DOC_RESHOOT: {
    severity: 'return',
    fix: 'retake',
    zh: ['{slot}照片像是翻拍屏幕', '请直接拍摄证件原件，不要翻拍屏幕', '疑似翻拍屏幕'],
    en: [
      'The {slot} photo seems to be taken from a screen',
      'Photograph the document itself, not a screen',
      'Probably recaptured from a screen',
    ],
  },
  DOC_SCREENSHOT: {
    severity: 'return',
    fix: 'retake',
    zh: ['{slot}照片像是截图', '请用相机拍摄证件原件，不要上传截图', '疑似截图：{signs}（{seen}）'],
    en: [
      'The {slot} photo seems to be a screenshot',
      'Photograph the original document; do not upload a screenshot',
      'Probably a screenshot: {signs} ({seen})',
    ],
  },
  DOC_EDITED_SUSPECT: {
    severity: 'review',
    fix: 'wait',
    fraud: true,
    zh: ['', '', '{slot}照片疑似经软件编辑或生成：{basis}（{seen}）'],
    en: ['', '', 'The {slot} photo may have been edited or generated: {basis} ({seen})'],
  },
  MAT_MISSING: {
    severity: 'return',
    fix: 'add',
    zh: ['缺少{slot}照片', '请补充上传{slot}照片', '必需材料缺失：{slot}'],
    en: ['The {slot} photo is missing', 'Upload the {slot} photo', 'Required material missing: {slot}'],
  },
} as const satisfies Record<string, ReasonEntry>
