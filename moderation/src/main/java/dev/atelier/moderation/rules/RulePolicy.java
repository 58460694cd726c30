package dev.atelier.moderation.rules;

import dev.atelier.image.Prompt;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.moderation.PromptPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The built-in rules: made here, without asking anyone, in time in proportion to the prompt. */
public final class RulePolicy implements PromptPolicy {
  private static final Set<String> THINGS =
      Resource.lines("things.txt").stream()
          .flatMap(line -> List.of(line.split(", *")).stream())
          .collect(Collectors.toUnmodifiableSet());

  private final RuleBook book;
  private final SplitWords split;
  private final Ages ages = new Ages(THINGS);

  private RulePolicy(RuleBook book) {
    this.book = book;
    this.split =
        new SplitWords(new Disguises(book.terms().words()), new Disguises(book.joined()));
  }

  public static RulePolicy builtIn() {
    return new RulePolicy(RuleBook.builtIn());
  }

  @Override
  public List<String> checks(ModerationContext context) {
    return book.rules().stream()
        .filter(rule -> rule.levels().getOrDefault(context.level(), Action.OFF) != Action.OFF)
        .map(rule -> "rules:" + rule.category())
        .distinct()
        .toList();
  }

  @Override
  public List<Finding> check(Prompt prompt, ModerationContext context) {
    List<Word> words = split.of(FoldText.of(prompt.text()));
    var found = new ArrayList<>(book.terms().find(words));
    found.addAll(ages.find(words));
    return new FindRules(found).of(book.rules(), context.level());
  }
}
