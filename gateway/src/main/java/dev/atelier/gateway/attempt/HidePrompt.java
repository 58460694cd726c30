package dev.atelier.gateway.attempt;

import dev.atelier.queue.Job;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a prompt out of what an upstream says about it, so that errors, logs and the rows of calls
 * hold none of it: the whole prompt, and every run of {@value #RUN_MIN} or more characters that the
 * prompt has too, as where a message is cut off in the midst of it.
 */
final class HidePrompt {
  private static final int WHOLE_MIN = 4;
  private static final int RUN_MIN = 16;
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  private final String prompt;

  HidePrompt(String prompt) {
    this.prompt = flat(prompt);
  }

  static HidePrompt of(Job job) {
    return new HidePrompt(job.request().order().prompt().text());
  }

  /** {@code said} with {@code …} in the place of the prompt and its parts. */
  String in(String said) {
    String text = whole(said);
    if (prompt.length() < RUN_MIN || text.length() < RUN_MIN) {
      return text;
    }
    String flat = flat(text);
    var kept = new StringBuilder(flat.length());
    int at = 0;
    while (at < flat.length()) {
      int run = run(flat, at);
      if (run == 0) {
        kept.append(flat.charAt(at));
        at++;
      } else {
        kept.append('…');
        at += run;
      }
    }
    return kept.length() == flat.length() ? text : kept.toString();
  }

  private String whole(String said) {
    return prompt.length() < WHOLE_MIN
        ? said
        : said.replaceAll("(?i)" + Pattern.quote(prompt), Matcher.quoteReplacement("…"));
  }

  /** How many characters from here on the prompt has too; 0 where they are too few. */
  private int run(String text, int from) {
    int found = -1;
    int length = RUN_MIN;
    while (from + length <= text.length()) {
      int next = prompt.indexOf(text.substring(from, from + length), Math.max(found, 0));
      if (next < 0) {
        break;
      }
      found = next;
      length++;
    }
    return found < 0 ? 0 : length - 1;
  }

  private static String flat(String text) {
    return BLANKS.matcher(text).replaceAll(" ").strip();
  }
}
