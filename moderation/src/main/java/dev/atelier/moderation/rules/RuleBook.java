package dev.atelier.moderation.rules;

import dev.atelier.image.ModerationLevel;
import dev.atelier.moderation.Action;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The sets of terms, exceptions and rules of the rule files, whose format {@code format.md} has.
 */
final class RuleBook {
  /** The set of phrases whose words mean something else. */
  static final String EXCEPTIONS = "except";

  private static final int WITHIN = 12;

  private final Terms terms = new Terms();
  private final Set<String> sets = new HashSet<>();
  private final Set<String> joined = new HashSet<>();
  private final List<ContextRule> rules = new ArrayList<>();

  private RuleBook() {}

  /** That of the files which {@code index.txt} names. */
  static RuleBook builtIn() {
    return of(Resource.lines("index.txt").stream().map(RuleBook::statements).toList());
  }

  /**
   * @throws IllegalArgumentException naming the statement that is wrong
   */
  static RuleBook of(List<List<String>> files) {
    var book = new RuleBook();
    book.sets.add(Ages.MINOR);
    book.sets.add(Ages.ADULT);
    files.forEach(file -> file.forEach(book::statement));
    for (ContextRule rule : book.rules) {
      var used = new HashSet<>(rule.sets());
      used.addAll(rule.softer().keySet());
      used.removeAll(book.sets);
      if (!used.isEmpty()) {
        throw new IllegalArgumentException(rule.name() + ": no such set " + used);
      }
    }
    return book;
  }

  /** A statement goes on in the lines that are indented. */
  static List<String> statements(String file) {
    var statements = new ArrayList<String>();
    for (String line : Resource.lines(file)) {
      if (line.startsWith(" ") && !statements.isEmpty()) {
        statements.set(statements.size() - 1, statements.getLast() + " " + line.strip());
      } else {
        statements.add(line.strip());
      }
    }
    return statements;
  }

  Terms terms() {
    return terms;
  }

  /** The words that are looked for within others too. */
  Set<String> joined() {
    return Set.copyOf(joined);
  }

  List<ContextRule> rules() {
    return List.copyOf(rules);
  }

  private void statement(String text) {
    int colon = text.indexOf(':');
    String[] head = colon < 0 ? new String[0] : text.substring(0, colon).strip().split(" +");
    String rest = text.substring(colon + 1).strip();
    try {
      switch (head.length) {
        case 1 -> terms(head[0], rest, false);
        case 2 -> {
          require(head[0].equals("set") || head[0].equals("joined"));
          terms(head[1], rest, head[0].equals("joined"));
        }
        case 4 -> {
          require(head[0].equals("rule"));
          rules.add(rule(head, rest));
        }
        default -> require(false);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("in \"%s\": %s".formatted(text, e.getMessage()), e);
    }
  }

  private void terms(String set, String list, boolean within) {
    require(!set.equals("rule"));
    sets.add(set);
    for (String term : list.split(",")) {
      for (List<String> words : Alternatives.of(FoldText.of(term.strip()))) {
        require(!words.isEmpty() && words.size() <= Terms.WORDS_MAX);
        terms.add(words, set);
        if (within && words.size() == 1) {
          joined.add(words.getFirst());
        }
      }
    }
  }

  /** {@code rule NAME CATEGORY ACTION: SET + SET; within N; low ACTION; ACTION with SET, SET}. */
  private static ContextRule rule(String[] head, String rest) {
    String[] clauses = rest.split(";");
    int within = WITHIN;
    var levels = new EnumMap<ModerationLevel, Action>(ModerationLevel.class);
    for (ModerationLevel level : ModerationLevel.values()) {
      levels.put(level, action(head[3]));
    }
    Map<String, Action> softer = new LinkedHashMap<>();
    for (int i = 1; i < clauses.length; i++) {
      String[] words = clauses[i].strip().split("[ ,]+");
      if (words[0].equals("within")) {
        within = Integer.parseInt(words[1]);
      } else if (words[0].equals("low")) {
        levels.put(ModerationLevel.LOW, action(words[1]));
      } else {
        require(words.length > 2 && words[1].equals("with"));
        for (int word = 2; word < words.length; word++) {
          softer.put(words[word], action(words[0]));
        }
      }
    }
    return new ContextRule(
        head[1], head[2], List.of(clauses[0].strip().split(" *\\+ *")), within, levels, softer);
  }

  private static Action action(String word) {
    return word.equals("allow") ? Action.OFF : Action.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not understood");
    }
  }
}
