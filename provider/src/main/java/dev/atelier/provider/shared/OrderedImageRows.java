package dev.atelier.provider.shared;

import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The table of images ordered in the last minute. Whoever orders waits for the others who do, for
 * the time of a commit: an account that takes so many a minute is not asked often.
 */
final class OrderedImageRows {
  /** A whole second counts until its last moment is a minute ago. */
  private static final int SECONDS = 60;

  private static final String MAKE =
      "INSERT INTO account_images (account, ordered) VALUES (?, '') ON CONFLICT (account) DO NOTHING";
  private static final String FIND =
      "SELECT ordered FROM account_images WHERE account = ? FOR UPDATE";
  private static final String WRITE = "UPDATE account_images SET ordered = ? WHERE account = ?";
  private static final String ALL = "SELECT account, ordered FROM account_images";

  /** How many of the wanted images may be ordered now; they count from the commit on. */
  int order(Tx tx, AccountId account, int perMinute, int wanted) {
    var ordered = tx.first(FIND, row -> row.text("ordered"), account.value());
    if (ordered.isEmpty()) {
      tx.update(MAKE, account.value());
      ordered = tx.first(FIND, row -> row.text("ordered"), account.value());
    }
    SortedMap<Long, Integer> seconds = lately(parse(ordered.orElseThrow()), second(tx));
    int sum = seconds.values().stream().mapToInt(Integer::intValue).sum();
    int granted = Math.clamp(perMinute - sum, 0, wanted);
    if (granted > 0) {
      seconds.merge(second(tx), granted, Integer::sum);
      tx.update(WRITE, text(seconds), account.value());
    }
    return granted;
  }

  Map<AccountId, SortedMap<Long, Integer>> all(Tx tx) {
    return tx
        .list(ALL, row -> Map.entry(new AccountId(row.text("account")), row.text("ordered")))
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                one ->
                    Collections.unmodifiableSortedMap(lately(parse(one.getValue()), second(tx)))));
  }

  private static long second(Tx tx) {
    return tx.now().getEpochSecond();
  }

  private static SortedMap<Long, Integer> lately(SortedMap<Long, Integer> seconds, long now) {
    return new TreeMap<>(seconds.tailMap(now - SECONDS));
  }

  private static SortedMap<Long, Integer> parse(String text) {
    var seconds = new TreeMap<Long, Integer>();
    Arrays.stream(text.split(","))
        .filter(one -> !one.isEmpty())
        .map(one -> one.split(":"))
        .forEach(one -> seconds.put(Long.valueOf(one[0]), Integer.valueOf(one[1])));
    return seconds;
  }

  private static String text(SortedMap<Long, Integer> seconds) {
    return seconds.entrySet().stream()
        .map(one -> one.getKey() + ":" + one.getValue())
        .collect(Collectors.joining(","));
  }
}
