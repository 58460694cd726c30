package dev.atelier.provider.account;

import dev.atelier.provider.Account;

/** Which of the accounts that could take some work may take it, by their tier labels. */
public sealed interface AccountFilter {
  static AccountFilter all() {
    return new All();
  }

  /** Whatever their label. */
  record All() implements AccountFilter {
    @Override
    public String text() {
      return "";
    }
  }

  /** None with this label. */
  record Without(String tier) implements AccountFilter {
    public Without {
      requireLabel(tier);
    }

    @Override
    public String text() {
      return "!" + tier;
    }
  }

  /** Those with this label only while no other is free. */
  record Last(String tier) implements AccountFilter {
    public Last {
      requireLabel(tier);
    }

    @Override
    public String text() {
      return "~" + tier;
    }
  }

  /** Those with this label before all others. */
  record First(String tier) implements AccountFilter {
    public First {
      requireLabel(tier);
    }

    @Override
    public String text() {
      return "^" + tier;
    }
  }

  /** Whether the account may ever take such work. */
  default boolean allows(Account account) {
    return !(this instanceof Without(var tier)) || !labelled(account, tier);
  }

  /** Whether the account may take such work only where no other can. */
  default boolean lastResort(Account account) {
    return this instanceof Last(var tier) && labelled(account, tier);
  }

  /** Where the account stands for such work, whatever else is said of it: the least is the best. */
  default int rank(Account account) {
    return switch (this) {
      case All _, Without _ -> 0;
      case Last(var tier) -> labelled(account, tier) ? 1 : 0;
      case First(var tier) -> labelled(account, tier) ? 0 : 1;
    };
  }

  /** As rows store it and {@link #parse} reads it. */
  String text();

  /** What {@link #text} wrote. */
  static AccountFilter parse(String text) {
    if (text.isEmpty()) {
      return all();
    }
    return switch (text.charAt(0)) {
      case '!' -> new Without(text.substring(1));
      case '~' -> new Last(text.substring(1));
      case '^' -> new First(text.substring(1));
      default -> throw new IllegalArgumentException("no choice of accounts: " + text);
    };
  }

  private static boolean labelled(Account account, String tier) {
    return account.tier().filter(tier::equals).isPresent();
  }

  private static void requireLabel(String tier) {
    if (!tier.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException("no tier label: " + tier);
    }
  }
}
