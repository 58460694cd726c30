package dev.atelier.moderation.rules;

import dev.atelier.image.Prompt;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.CategoryActions;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.moderation.PromptPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The built-in rules: made here, without asking anyone, in time in proportion to the prompt. */
public final class RulePolicy implements PromptPolicy {
  /** Read beside whatever else starts. */
  private final CompletableFuture<Loaded> loaded =
      CompletableFuture.supplyAsync(Loaded::builtIn, Thread.ofVirtual()::start);

  private final Predicate<ContextRule> which;

  private RulePolicy(Predicate<ContextRule> which) {
    this.which = which;
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
    return rules()
        .filter(rule -> rule.levels().getOrDefault(context.level(), Action.OFF) != Action.OFF)
        .map(rule -> "rules:" + rule.category())
        .distinct()
        .toList();
  }

  private Stream<ContextRule> rules() {
    return loaded.join().book().rules().stream().filter(which);
  }

  @Override
  public List<Finding> check(Prompt prompt, ModerationContext context) {
    Loaded rules = loaded.join();
    List<Word> words = rules.split().of(FoldText.of(prompt.text()));
    var found = new ArrayList<>(rules.book().terms().find(words));
    found.addAll(rules.ages().find(words));
    return new FindRules(found).of(rules().toList(), context.level());
  }

  /** The rules, and what reads a text for them. */
  private record Loaded(RuleBook book, SplitWords split, Ages ages) {
    static Loaded builtIn() {
      var book = RuleBook.builtIn();
      var all = new Disguises(book.terms().words());
      return new Loaded(
          book, new SplitWords(all, new Disguises(book.joined())), new Ages(things()));
    }

    private static Set<String> things() {
      return Resource.lines("things.txt").stream()
          .flatMap(line -> Stream.of(line.split(", *")))
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
