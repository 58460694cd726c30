package dev.atelier.moderation;

import dev.atelier.image.Blocked;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Prompt;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Blocks prompts that hold one of the configured phrases; made here, without asking anyone. */
final class PhrasePolicy implements PromptPolicy {
  private final List<Rule> rules;
  private final List<Rule> owners = new ArrayList<>();
  private final PhraseFinder finder;

  PhrasePolicy(List<Rule> rules) {
    this.rules = rules.stream().filter(rule -> !rule.phrases().isEmpty()).toList();
    var phrases = new ArrayList<String>();
    for (var rule : this.rules) {
      for (var phrase : rule.phrases()) {
        phrases.add(NormalText.of(phrase));
        owners.add(rule);
      }
    }
    this.finder = new PhraseFinder(phrases);
  }

  @Override
  public List<String> checks(ModerationLevel level) {
    return rules.stream()
        .filter(rule -> rule.levels().contains(level))
        .map(rule -> "phrases:" + rule.category())
        .distinct()
        .toList();
  }

  @Override
  public Optional<Blocked> check(Prompt prompt, ModerationLevel level) {
    var found = new BitSet(owners.size());
    finder.find(NormalText.of(prompt.text()), found::set);
    var categories =
        found.stream()
            .mapToObj(owners::get)
            .filter(rule -> rule.levels().contains(level))
            .map(Rule::category)
            .distinct()
            .toList();
    return categories.isEmpty()
        ? Optional.empty()
        : Optional.of(new Blocked(Stage.INPUT, categories));
  }
}
