/** One sentence that names the variable and says what it must be. */
export class WrongSetting extends Error {}
