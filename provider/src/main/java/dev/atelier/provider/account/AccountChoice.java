package dev.atelier.provider.account;

import java.util.List;
import java.util.stream.Stream;

/**
 * Why work is where it is, in words for the operator.
 *
 * @param reason why the account was chosen, or that the work waits
 * @param others why each other account was not, such as {@code eu-2: paused}; at most {@link
 *     #OTHERS_MAX}, and how many more there are
 */
public record AccountChoice(String reason, List<String> others) {
  /** Most accounts of which it is told why they were not chosen. */
  public static final int OTHERS_MAX = 20;

  public AccountChoice {
    others = List.copyOf(others);
  }

  /** One that had no others to choose from. */
  public AccountChoice(String reason) {
    this(reason, List.of());
  }

  /** The reason, and a line for each other account. */
  public List<String> lines() {
    return Stream.concat(Stream.of(reason), others.stream()).toList();
  }
}
