package dev.atelier.provider.account;

import dev.atelier.image.AccountId;
import java.util.ArrayList;
import java.util.List;

/** Accounts that do not get some work, and why; of many only some are kept. */
final class Losers {
  private final List<Loser> passing = new ArrayList<>();
  private final List<Loser> unable = new ArrayList<>();
  private int count;

  void add(AccountId account, Rejection why) {
    count++;
    List<Loser> some = why.passing() ? passing : unable;
    if (some.size() < AccountChoice.OTHERS_MAX) {
      some.add(new Loser(account, why));
    }
  }

  /** Those that could take it at another time. */
  List<Loser> passing() {
    return passing;
  }

  List<Loser> unable() {
    return unable;
  }

  int count() {
    return count;
  }

  record Loser(AccountId account, Rejection why) {
    String line() {
      return account + ": " + why.text();
    }
  }
}
