/** The words by which people name a time, for parse-when.ts. Names of weekdays and months are Intl's. */
import type { Language } from '../i18n/language.ts';

export interface WhenWords {
  today: string[];
  tomorrow: string[];
  dayAfterTomorrow: string[];
  /** This evening. */
  tonight: string[];
  /** Before a weekday or a unit: the one of the coming week. */
  next: string[];
  /** Before a number and a unit. */
  in: string[];
  /** Between day and time; without a meaning of their own. */
  filler: string[];
  morning: string[];
  noon: string[];
  afternoon: string[];
  evening: string[];
  minute: string[];
  hour: string[];
  day: string[];
  week: string[];
  month: string[];
}

export const whenWords: Record<Language, WhenWords> = {
  en: {
    ...{ today: ['today'], tomorrow: ['tomorrow', 'tmrw'], dayAfterTomorrow: [], tonight: ['tonight'], next: ['next'], in: ['in'] },
    filler: ['at', 'on', 'the', 'this', 'o’clock', "o'clock"],
    ...{ morning: ['morning'], noon: ['noon', 'midday'], afternoon: ['afternoon'], evening: ['evening'] },
    ...{ minute: ['minute', 'minutes', 'min'], hour: ['hour', 'hours', 'h'], day: ['day', 'days'] },
    ...{ week: ['week', 'weeks'], month: ['month', 'months'] },
  },
  de: {
    ...{ today: ['heute'], tomorrow: ['morgen'], dayAfterTomorrow: ['übermorgen'], tonight: [] },
    next: ['nächster', 'nächsten', 'nächste', 'nächstes', 'kommenden', 'kommende'],
    ...{ in: ['in'], filler: ['um', 'am', 'den', 'der', 'uhr'] },
    ...{ morning: ['früh', 'vormittag', 'vormittags'], noon: ['mittag', 'mittags'], afternoon: ['nachmittag', 'nachmittags'] },
    ...{ evening: ['abend', 'abends'], minute: ['minute', 'minuten'], hour: ['stunde', 'stunden'], day: ['tag', 'tagen'] },
    ...{ week: ['woche', 'wochen'], month: ['monat', 'monaten'] },
  },
  fr: {
    ...{ today: ['aujourd’hui', "aujourd'hui"], tomorrow: ['demain'], dayAfterTomorrow: ['après-demain'], tonight: [] },
    ...{ next: ['prochain', 'prochaine'], in: ['dans'], filler: ['à', 'le', 'la', 'ce', 'du', 'de'] },
    ...{ morning: ['matin'], noon: ['midi'], afternoon: ['après-midi'], evening: ['soir'] },
    ...{ minute: ['minute', 'minutes'], hour: ['heure', 'heures'], day: ['jour', 'jours'], week: ['semaine', 'semaines'] },
    month: ['mois'],
  },
  es: {
    ...{ today: ['hoy'], tomorrow: ['mañana'], dayAfterTomorrow: ['pasado'], tonight: [], next: ['próximo', 'próxima'] },
    ...{ in: ['en', 'dentro'], filler: ['a', 'las', 'la', 'el', 'por', 'de', 'que', 'viene'] },
    ...{ morning: [], noon: ['mediodía'], afternoon: ['tarde'], evening: ['noche'] },
    ...{ minute: ['minuto', 'minutos'], hour: ['hora', 'horas'], day: ['día', 'días'], week: ['semana', 'semanas'] },
    month: ['mes', 'meses'],
  },
  vi: {
    ...{ today: ['hôm nay'], tomorrow: ['ngày mai', 'mai'], dayAfterTomorrow: ['ngày kia'], tonight: ['tối nay'] },
    ...{ next: ['sau', 'tới'], in: ['trong'], filler: ['lúc', 'vào', 'giờ'] },
    ...{ morning: ['sáng'], noon: ['trưa'], afternoon: ['chiều'], evening: ['tối'] },
    ...{ minute: ['phút'], hour: ['tiếng'], day: ['ngày'], week: ['tuần'], month: ['tháng'] },
  },
  ja: {
    ...{ today: ['今日'], tomorrow: ['明日'], dayAfterTomorrow: ['明後日'], tonight: ['今夜'], next: ['来週の', '次の'] },
    ...{ in: [], filler: ['の', 'に', '後'], morning: ['朝', '午前'], noon: ['正午'], afternoon: ['午後'], evening: ['夜', '夕方'] },
    ...{ minute: ['分'], hour: ['時間'], day: ['日'], week: ['週間'], month: ['か月'] },
  },
  ar: {
    ...{ today: ['اليوم'], tomorrow: ['غدا', 'غدًا'], dayAfterTomorrow: [], tonight: ['الليلة'], next: ['القادم', 'القادمة'] },
    ...{ in: ['بعد'], filler: ['في', 'الساعة', 'يوم'], morning: ['صباحا', 'صباحًا'], noon: ['ظهرا', 'ظهرًا'] },
    ...{ afternoon: ['عصرا', 'عصرًا'], evening: ['مساء', 'مساءً'], minute: ['دقيقة', 'دقائق'], hour: ['ساعة', 'ساعات'] },
    ...{ day: ['يوما', 'أيام'], week: ['أسبوع', 'أسابيع'], month: ['شهر', 'أشهر'] },
  },
};
