package dev.atelier.providers.sandbox.words;

import dev.atelier.providers.sandbox.words.Meaning.Amount;
import dev.atelier.providers.sandbox.words.Meaning.Printed;
import dev.atelier.providers.sandbox.words.Meaning.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a prompt. A pure function of the text; its work is linear in the text's length. */
public final class PromptReading {
  private static final Pattern ARROW = Pattern.compile("-{1,2}>|=>|→|⇒|➜|⟶");
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
  private static final int PHRASE_MAX = 90;
  private static final int LISTED_MAX = 20;
  private static final int LISTED_LENGTH_MAX = 60;

  private PromptReading() {}

  /**
   * @param prompt any text, reserved tokens already taken out
   */
  public static Brief of(String prompt) {
    var text = SPACE.matcher(prompt).replaceAll(" ").strip();
    var quotes = Quotes.in(text);
    var matches = numbered(Match.all(quotes.rest(), Lexicon.BUILT_IN));
    var layout = layout(text, matches);
    var title = Titles.in(quotes, matches, layout);
    var reader = new SceneReader();
    reader.read(matches);
    var unknown = unknown(quotes.rest(), matches, title);
    unknown.addAll(tooMany(matches));
    unknown.addAll(reader.leftOut());
    return new Brief(
        layout,
        title.texts(),
        text,
        Titles.clipped(title.phrase(), PHRASE_MAX),
        reader.brief(),
        reader.looseColours(),
        reader.removal(),
        unknown.stream().distinct().limit(LISTED_MAX).toList());
  }

  private static Optional<LayoutKind> layout(String text, List<Match> matches) {
    if (ARROW.matcher(text).find()) {
      return Optional.of(LayoutKind.DIAGRAM);
    }
    return matches.stream()
        .flatMap(match -> match.as(Printed.class).stream())
        .map(Printed::kind)
        .findFirst();
  }

  /** Reads digits before a thing as its count. */
  private static List<Match> numbered(List<Match> matches) {
    var read = new ArrayList<Match>(matches);
    for (int i = 0; i + 1 < read.size(); i++) {
      var match = read.get(i);
      boolean counts = !match.known() && NUMBER.matcher(match.phrase()).matches();
      if (counts
          && read.subList(i + 1, Math.min(read.size(), i + 4)).stream()
              .anyMatch(m -> m.is(Thing.class))) {
        int count = Math.clamp(Integer.parseInt(match.phrase()), 1, SceneReader.COUNT_MAX);
        var amount = List.<Meaning>of(new Amount(count));
        read.set(i, new Match(match.phrase(), amount, match.start(), match.end(), match.han()));
      }
    }
    return read;
  }

  private static List<String> tooMany(List<Match> matches) {
    return matches.stream()
        .filter(match -> match.is(Amount.class) && NUMBER.matcher(match.phrase()).matches())
        .filter(match -> Integer.parseInt(match.phrase()) > SceneReader.COUNT_MAX)
        .map(match -> "more than " + SceneReader.COUNT_MAX + " of one thing")
        .toList();
  }

  /** Neighbouring unknown words, as one phrase each; what is typeset counts as understood. */
  private static List<String> unknown(String text, List<Match> matches, Titles title) {
    var phrases = new ArrayList<String>();
    int start = -1;
    int end = -1;
    for (var match : matches) {
      boolean unknown = !match.known() && !title.sets(match);
      boolean joins = unknown && start >= 0 && text.substring(end, match.start()).isBlank();
      if (start >= 0 && !joins) {
        phrases.add(Titles.clipped(text.substring(start, end), LISTED_LENGTH_MAX));
        start = -1;
      }
      if (unknown) {
        start = joins ? start : match.start();
        end = match.end();
      }
      if (phrases.size() == LISTED_MAX) {
        return phrases;
      }
    }
    if (start >= 0) {
      phrases.add(Titles.clipped(text.substring(start, end), LISTED_LENGTH_MAX));
    }
    return phrases;
  }
}
