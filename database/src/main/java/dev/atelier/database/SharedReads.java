package dev.atelier.database;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What bodies of one commit read alike, kept until one of them changes the table or the commit
 * ends.
 */
final class SharedReads {
  private final Map<Question, Answer> known = new HashMap<>();

  private record Question(String sql, List<@Nullable Object> arguments) {}

  private record Answer(String table, Optional<?> row) {}

  /** The answer, asked for where it is not known. */
  @SuppressWarnings("unchecked") // the same text is read by the same mapper
  <T> Optional<T> first(
      String table, String sql, @Nullable Object[] arguments, Supplier<Optional<T>> asked) {
    var question = new Question(sql, Arrays.asList(arguments.clone()));
    Answer answer = known.get(question);
    if (answer == null) {
      answer = new Answer(table, asked.get());
      known.put(question, answer);
    }
    return (Optional<T>) answer.row();
  }

  /** A statement changes what it names. */
  void changing(String sql) {
    if (!known.isEmpty()) {
      known.values().removeIf(answer -> sql.contains(answer.table()));
    }
  }

  /** The commit has ended, or a body of it is rolled back that may have seen its own changes. */
  void forget() {
    known.clear();
  }
}
