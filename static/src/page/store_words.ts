/** Words of the notice about the store. The cause comes from the node, in both languages. */
import { bilingual } from "./language.ts";

/** What stands around the cause. */
export const store_words = bilingual({
  en: {
    title: "New addresses are not kept.",
    meanwhile:
      "Until this is over, register is answered with an error, and all else goes on. Then this notice goes by itself.",
  },
  zh: {
    title: "无法保存新地址。",
    meanwhile: "恢复之前，register 会得到错误应答，其他一切照常；恢复后本提示自动消失。",
  },
});
