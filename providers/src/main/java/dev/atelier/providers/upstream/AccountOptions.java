package dev.atelier.providers.upstream;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.ImageRequest;
import dev.atelier.provider.Account;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with the options of an account whose provider has few of its own. */
public final class AccountOptions {
  private AccountOptions() {}

  /**
   * @param own the provider's own options, besides those that every provider has
   * @param base an example of its base URL, which it cannot do without
   */
  public static Optional<String> problem(Account account, Set<String> own, String base) {
    if (account.baseUrl().isEmpty()) {
      return Optional.of("needs a base URL, such as " + base);
    }
    var known = new TreeSet<>(own);
    known.addAll(Account.SHARED_OPTIONS);
    return new TreeSet<>(account.options().keySet())
        .stream()
            .filter(name -> !known.contains(name) && !Account.shared(name))
            .findFirst()
            .map(name ->
                "the provider %s has no option %s; it has %s"
                    .formatted(account.provider(), name, String.join(", ", known)));
  }

  /**
   * Whether an order would leave at once: nothing is sent ahead of it, and a connection to its
   * account's upstream is open.
   */
  public static boolean leavesAtOnce(UpstreamClient client, Account account, ImageRequest request) {
    return request instanceof ImageRequest.Generation
        && account
            .baseUrl()
            .filter(url -> client.connected(url, account.httpVersion()))
            .isPresent();
  }

  /** The account's base URL without slashes at its end, and a path below it. */
  public static String at(Account account, String path) {
    return account.baseUrl().orElseThrow().toString().replaceAll("/+$", "") + path;
  }
}
