package dev.atelier.moderation.rules;

import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Prompt;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.CategoryActions;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.moderation.PromptPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The built-in rules: made here, without asking anyone, in time in proportion to the prompt. */
public final class RulePolicy implements PromptPolicy {
  /** Read beside whatever else starts. */
  private final CompletableFuture<Loaded> loaded;

  private RulePolicy(Predicate<ContextRule> which) {
    this.loaded = CompletableFuture.supplyAsync(() -> Loaded.of(which), Thread.ofVirtual()::start);
  }

  /** All of them. */
  public static RulePolicy builtIn() {
    return new RulePolicy(_ -> true);
  }

  /** Only those that nobody can do without. */
  public static RulePolicy strict() {
    return new RulePolicy(rule -> rule.category().equals(CategoryActions.STRICT));
  }

  @Override
  public List<String> checks(ModerationContext context) {
    return loaded.join().checks().getOrDefault(context.level(), List.of());
  }

  @Override
  public List<Finding> check(Prompt prompt, ModerationContext context) {
    Loaded all = loaded.join();
    List<Word> words = all.split().of(FoldText.of(prompt.text()));
    var found = new ArrayList<>(all.terms().find(words));
    found.addAll(all.ages().find(words));
    return new FindRules(found).of(all.rules(), context.level());
  }

  /**
   * The rules, and what reads a text for them.
   *
   * @param checks by level, what is looked for
   */
  private record Loaded(
      List<ContextRule> rules,
      Map<ModerationLevel, List<String>> checks,
      Terms terms,
      SplitWords split,
      Ages ages) {
    static Loaded of(Predicate<ContextRule> which) {
      var book = RuleBook.builtIn();
      List<ContextRule> rules = book.rules().stream().filter(which).toList();
      var checks = new EnumMap<ModerationLevel, List<String>>(ModerationLevel.class);
      for (ModerationLevel level : ModerationLevel.values()) {
        checks.put(level, checks(rules, level));
      }
      var split = new SplitWords(new Disguises(book.terms().words()), new Disguises(book.joined()));
      return new Loaded(rules, checks, book.terms(), split, new Ages(things()));
    }

    private static List<String> checks(List<ContextRule> rules, ModerationLevel level) {
      return rules.stream()
          .filter(rule -> rule.levels().getOrDefault(level, Action.OFF) != Action.OFF)
          .map(rule -> "rules:" + rule.category())
          .distinct()
          .toList();
    }

    private static Set<String> things() {
      return Resource.lines("things.txt").stream()
          .flatMap(line -> Stream.of(line.split(", *")))
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
