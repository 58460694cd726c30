package dev.atelier.provider.oauth;

import dev.atelier.image.AccountId;
import java.time.Duration;
import java.util.Optional;

/** Where the tokens are kept that took the place of those an operator gave. */
public interface TokenStore {
  /**
   * The last one of an account.
   *
   * @param fingerprint of the operator's credential; what came of another one does not count
   */
  Optional<OAuthToken> find(AccountId account, String fingerprint);

  /** Keeps one durably before this returns. */
  void put(AccountId account, String fingerprint, OAuthToken token);

  /**
   * The right to refresh, also among processes; false while another has it.
   *
   * @param holder tells this claim from others
   * @param atMost when it ends by itself
   */
  boolean claim(AccountId account, String holder, Duration atMost);

  /** Gives that right back. */
  void release(AccountId account, String holder);
}
