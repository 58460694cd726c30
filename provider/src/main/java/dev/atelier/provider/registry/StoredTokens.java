package dev.atelier.provider.registry;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.provider.oauth.OAuthToken;
import dev.atelier.provider.oauth.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table of refreshed tokens, each sealed for its account. */
public final class StoredTokens implements TokenStore {
  private final Database database;
  private final CredentialSeal seal;

  public StoredTokens(Database database, CredentialSeal seal) {
    this.database = database;
    this.seal = seal;
  }

  @Override
  public Optional<OAuthToken> find(AccountId account, String fingerprint) {
    return database
        .read(tx ->
            tx.first(
                "SELECT token FROM account_tokens WHERE account = ? AND token IS NOT NULL",
                row -> row.text("token"),
                account.value()))
        .flatMap(sealed -> opened(account, sealed))
        .filter(json -> json.path("of").asString("").equals(fingerprint))
        .map(StoredTokens::token);
  }

  @Override
  public void put(AccountId account, String fingerprint, OAuthToken token) {
    var json = JsonMapper.shared().createObjectNode();
    json.put("of", fingerprint);
    json.put("access_token", token.accessToken());
    json.put("refresh_token", token.refreshToken());
    json.put("issued_at", token.issuedAt().toEpochMilli());
    token.expiresAt().ifPresent(end -> json.put("expires_at", end.toEpochMilli()));
    String sealed = seal.seal(purpose(account), json.toString());
    database.write(tx -> {
      row(tx, account);
      return tx.update(
          "UPDATE account_tokens SET token = ? WHERE account = ?", sealed, account.value());
    });
  }

  @Override
  public boolean claim(AccountId account, String holder, Duration atMost) {
    return database.write(tx -> {
      row(tx, account);
      return tx.update(
              "UPDATE account_tokens SET claimed_by = ?, claimed_until = ?"
                  + " WHERE account = ? AND claimed_until <= ?",
              holder,
              tx.now().plus(atMost),
              account.value(),
              tx.now())
          > 0;
    });
  }

  @Override
  public void release(AccountId account, String holder) {
    database.write(tx ->
        tx.update(
            "UPDATE account_tokens SET claimed_until = 0 WHERE account = ? AND claimed_by = ?",
            account.value(),
            holder));
  }

  private static void row(Tx tx, AccountId account) {
    tx.update(
        "INSERT INTO account_tokens (account, claimed_until) VALUES (?, 0)"
            + " ON CONFLICT (account) DO NOTHING",
        account.value());
  }

  /** Empty where the server's secret is another now: what the operator gave counts again. */
  private Optional<JsonNode> opened(AccountId account, String sealed) {
    try {
      return Optional.of(JsonMapper.shared().readTree(seal.open(purpose(account), sealed)));
    } catch (AccountProblemException e) {
      return Optional.empty();
    }
  }

  private static OAuthToken token(JsonNode json) {
    JsonNode end = json.path("expires_at");
    return new OAuthToken(
        json.path("access_token").asString(""),
        json.path("refresh_token").asString(""),
        end.isNumber() ? Optional.of(Instant.ofEpochMilli(end.asLong())) : Optional.empty(),
        Instant.ofEpochMilli(json.path("issued_at").asLong(0)));
  }

  /** No account's name has a slash, so that neither secret opens as the other. */
  private static String purpose(AccountId account) {
    return account.value() + "/token";
  }
}
