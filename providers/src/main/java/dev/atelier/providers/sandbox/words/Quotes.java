package dev.atelier.providers.sandbox.words;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Text in quotation marks, to be set exactly.
 *
 * @param texts in order, without the marks
 * @param rest the prompt with each quotation replaced by a full stop and spaces, length unchanged
 */
record Quotes(List<String> texts, String rest) {
  private static final int TEXTS_MAX = 8;
  private static final Pattern QUOTED =
      Pattern.compile(
          "\"([^\"]{1,400})\"|“([^”]{1,400})”|„([^“”]{1,400})[“”]|«([^»]{1,400})»"
              + "|「([^」]{1,400})」|『([^』]{1,400})』|《([^》]{1,400})》|‘([^’]{1,400})’"
              + "|(?<![\\p{L}\\p{N}])'([^'\\n]{1,400})'(?![\\p{L}\\p{N}])");

  static Quotes in(String text) {
    var texts = new ArrayList<String>();
    var rest = new StringBuilder(text);
    var matcher = QUOTED.matcher(text);
    while (texts.size() < TEXTS_MAX && matcher.find()) {
      String inner = inner(matcher).strip().replaceAll("\\s+", " ");
      if (!inner.isEmpty()) {
        texts.add(inner);
        rest.replace(matcher.start(), matcher.end(), ".".repeat(matcher.end() - matcher.start()));
      }
    }
    return new Quotes(texts, rest.toString());
  }

  private static String inner(java.util.regex.Matcher matcher) {
    for (int group = 1; group <= matcher.groupCount(); group++) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    return "";
  }
}
