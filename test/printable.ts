import fc from 'fast-check';

/** What a secret may be: characters that are printed, of every language, with no blank and no pair of quotes around them. */
export const printable = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({
      unit: fc.constantFrom(
        '$',
        '{',
        '}',
        'A',
        '"',
        "'",
        '#',
        ' ',
        '\\',
        '=',
        '%',
        '/',
        '@',
        ':',
        '`',
        '+',
        '&',
      ),
      minLength: 1,
    }),
  )
  .filter(
    (text) =>
      text.trim() === text &&
      text.normalize('NFC') === text &&
      !/[\p{Cc}\p{Zl}\p{Zp}\ufeff]|\p{Surrogate}/u.test(text) &&
      !/^(["']).*\1$/s.test(text),
  );
