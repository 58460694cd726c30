package dev.atelier.providers.sandbox.words;

import dev.atelier.providers.sandbox.words.Meaning.Printed;
import dev.atelier.providers.sandbox.words.Meaning.Says;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text a layout sets: what stands in quotation marks; else what follows words such as <em>that
 * says</em>; else the whole prompt but for the word for the layout itself.
 *
 * @param texts in order of importance
 * @param phrase the prompt's unquoted words
 * @param from where the unquoted text that is set begins, and {@code to} where it ends
 */
record Titles(List<String> texts, String phrase, int from, int to) {
  private static final Pattern END = Pattern.compile("[.;。；!！?？\\n]|\\bwith\\b|，.*(背景|风格)");
  private static final Pattern PART = Pattern.compile("[,，:：、|]");
  private static final Pattern LEADING =
      Pattern.compile(
          "^(?:(?:a|an|the|of|for|my|our|with|that|is|as)\\b|[\\s,.:;，。：、的-])+",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DOTS = Pattern.compile("\\.{2,}");
  private static final int PARTS_MAX = 6;
  private static final int PART_MAX = 120;

  static Titles in(Quotes quotes, List<Match> matches, Optional<LayoutKind> layout) {
    var rest = quotes.rest();
    var phrase = DOTS.matcher(rest).replaceAll(" ").replaceAll("\\s+", " ").strip();
    if (!quotes.texts().isEmpty() || layout.isEmpty() || layout.get() == LayoutKind.DIAGRAM) {
      boolean diagram = layout.filter(kind -> kind == LayoutKind.DIAGRAM).isPresent();
      return new Titles(quotes.texts(), phrase, 0, diagram ? rest.length() : 0);
    }
    return said(rest, phrase, matches).orElseGet(() -> whole(rest, phrase, matches));
  }

  private static Optional<Titles> said(String rest, String phrase, List<Match> matches) {
    return matches.stream()
        .filter(match -> match.is(Says.class))
        .findFirst()
        .map(says -> slice(rest, phrase, says.end()))
        .filter(titles -> !titles.texts().isEmpty());
  }

  private static Titles slice(String rest, String phrase, int from) {
    var end = END.matcher(rest).region(from, rest.length());
    int to = end.find() && end.start() > from + 1 ? end.start() : rest.length();
    return new Titles(parts(rest.substring(from, to)), phrase, from, to);
  }

  private static Titles whole(String rest, String phrase, List<Match> matches) {
    var text = new StringBuilder(rest);
    for (int i = matches.size() - 1; i >= 0; i--) {
      var match = matches.get(i);
      if (match.is(Printed.class)) {
        text.replace(match.start(), match.end(), ",");
      }
    }
    return new Titles(parts(text.toString()), phrase, 0, rest.length());
  }

  private static List<String> parts(String text) {
    var parts = new ArrayList<String>();
    for (var part : Arrays.asList(PART.split(clipped(text, 2_000)))) {
      var clean = LEADING.matcher(part.strip()).replaceFirst("").strip();
      if (!clean.isEmpty() && parts.size() < PARTS_MAX) {
        parts.add(clipped(capital(clean), PART_MAX));
      }
    }
    return parts;
  }

  private static String capital(String text) {
    int first = text.codePointAt(0);
    return Character.toString(Character.toUpperCase(first))
        + text.substring(Character.charCount(first));
  }

  boolean sets(Match match) {
    return match.start() >= from && match.end() <= to;
  }

  /** At most {@code max} characters, cut between code points with an ellipsis. */
  static String clipped(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
    return text.substring(0, end).stripTrailing() + "…";
  }
}
