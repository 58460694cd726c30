package dev.atelier.provider.oauth;

import static dev.atelier.provider.oauth.FakeAuthorization.answers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Credential;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import dev.atelier.provider.registry.CredentialSeal;
import dev.atelier.provider.registry.StoredTokens;
import dev.atelier.storage.DerivedKey;
import dev.atelier.testkit.FakeClock;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Accounts with OAuth2 against an authorization server whose refresh tokens work once. */
@Timeout(60)
class RefreshingProviderTest {
  private static final AccountId ACCOUNT = new AccountId("one");
  private static final NotSent REFUSED = NotSent.credential(401, "the token is not accepted");

  private static final List<String> MIGRATIONS =
      List.of("dev/atelier/provider/registry/migrations");

  @TempDir private Path directory;

  private final FakeClock clock = FakeClock.fixed();
  private final FakeAuthorization authorization = new FakeAuthorization();
  private final UpstreamClient client = new UpstreamClient();
  private final TokenTaker taker = new TokenTaker();
  private Database database;
  private StoredTokens store;

  /** An empty database whose time is that of the clock. */
  Database database(List<String> migrations, InstantSource time) {
    return SqliteDatabase.open(
        directory.resolve("atelier.db"), migrations, SqliteOptions.DEFAULT.withClock(time));
  }

  @BeforeEach
  void open() {
    database = database(MIGRATIONS, clock);
    var seal = new CredentialSeal(List.of(new DerivedKey("k1", new byte[32])));
    store = new StoredTokens(database, seal);
  }

  @AfterEach
  void close() {
    client.close();
    authorization.close();
    database.close();
  }

  @Test
  void an_account_without_oauth_is_left_alone() throws Exception {
    Account account = account("sk-key", Map.of());
    assertThat(provider().attempt(call(account), new NoResults())).isEqualTo(Succeeded.ALL);
    assertThat(taker.tokens()).containsExactly("sk-key");
  }

  @Test
  void a_token_is_used_until_two_minutes_before_its_end() throws Exception {
    Account account = account(Duration.ofMinutes(3));
    attempt(account);
    assertThat(authorization.requests()).isZero();
    clock.advance(Duration.ofMinutes(1));
    attempt(account);
    attempt(account);
    assertThat(taker.tokens()).containsExactly("canary-a0", "canary-a1", "canary-a1");
    assertThat(authorization.requests()).isEqualTo(1);
    assertThat(authorization.form(0))
        .isEqualTo(
            Map.of(
                "grant_type", "refresh_token",
                "refresh_token", "canary-r0",
                "client_id", "app",
                "client_secret", "canary-s",
                "scope", "images"));
  }

  @Test
  void a_rotated_refresh_token_is_stored_before_its_access_token_is_used_and_then_shown()
      throws Exception {
    Account account = account(Duration.ZERO);
    taker.before(
        () -> assertThat(stored(account).orElseThrow().refreshToken()).isEqualTo("canary-r1"));
    attempt(account);
    taker.before(() -> {});
    clock.advance(Duration.ofHours(1));
    attempt(account);
    assertThat(taker.tokens()).containsExactly("canary-a1", "canary-a2");
    assertThat(authorization.form(1)).containsEntry("refresh_token", "canary-r1");
  }

  @Test
  void many_callers_share_one_refresh() throws Exception {
    var met = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    authorization.meets(_ -> {
      met.countDown();
      return passed(go);
    });
    Account account = account(Duration.ZERO);
    Provider provider = provider();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<AttemptOutcome>> attempts = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        attempts.add(threads.submit(() -> provider.attempt(call(account), new NoResults())));
      }
      met.await();
      go.countDown();
      for (Future<AttemptOutcome> attempt : attempts) {
        assertThat(attempt.get()).isEqualTo(Succeeded.ALL);
      }
    }
    assertThat(authorization.requests()).isEqualTo(1);
    assertThat(taker.tokens()).hasSize(20).containsOnly("canary-a1");
  }

  @Test
  void a_caller_that_leaves_does_not_break_the_refresh_off() throws Exception {
    var met = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    authorization.meets(_ -> {
      met.countDown();
      return passed(go);
    });
    Account account = account(Duration.ZERO);
    Provider provider = provider();
    var left = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                provider.attempt(call(account), new NoResults());
              } catch (InterruptedException e) {
                left.countDown();
              }
            });
    met.await();
    caller.interrupt();
    left.await();
    go.countDown();
    assertThat(provider.attempt(call(account), new NoResults())).isEqualTo(Succeeded.ALL);
    assertThat(authorization.requests()).isEqualTo(1);
    assertThat(taker.tokens()).containsExactly("canary-a1");
  }

  @Test
  void a_dead_refresh_token_is_a_bad_credential_whose_evidence_shows_none() throws Exception {
    authorization.meets(
        answers(
            400,
            "{\"error\":\"invalid_grant\",\"error_description\":\"canary-r0 of canary-s is dead\"}"));
    assertThat(attempt(account(Duration.ofMinutes(1))))
        .isEqualTo(
            new NotSent(
                Cause.CREDENTIAL,
                "OAuth2 refresh: 400 invalid_grant: … of … is dead",
                Optional.of(400),
                Optional.empty()));
    assertThat(taker.tokens()).isEmpty();
    assertThat(authorization.requests()).isEqualTo(1);
  }

  @Test
  void an_endpoint_that_cannot_answer_is_asked_three_times() throws Exception {
    Account account = account(Duration.ZERO);
    authorization.meets(
        answers(503, "{}"),
        reply -> {
          reply.reset();
          return false;
        });
    assertThat(attempt(account)).isEqualTo(Succeeded.ALL);
    assertThat(authorization.requests()).isEqualTo(3);
    clock.advance(Duration.ofHours(1));
    authorization.meets(answers(503, "<html>"), answers(429, "{}"), answers(200, "{}"));
    assertThat(attempt(account))
        .isInstanceOfSatisfying(
            NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.UNREACHABLE));
    assertThat(authorization.requests()).isEqualTo(6);
  }

  @Test
  void a_token_that_is_still_good_is_used_while_no_other_can_be_had() throws Exception {
    authorization.close();
    Account account = account(Duration.ofMinutes(1));
    assertThat(attempt(account)).isEqualTo(Succeeded.ALL);
    clock.advance(Duration.ofMinutes(1));
    assertThat(attempt(account)).isInstanceOf(NotSent.class);
    assertThat(taker.tokens()).containsExactly("canary-a0");
  }

  @Test
  void a_401_means_one_refresh_and_one_repeat() throws Exception {
    Account account = account(Duration.ofHours(1));
    taker.answers(REFUSED);
    assertThat(attempt(account)).isEqualTo(Succeeded.ALL);
    assertThat(taker.tokens()).containsExactly("canary-a0", "canary-a1");

    taker.answers(REFUSED, REFUSED);
    clock.advance(Duration.ofMinutes(2));
    assertThat(attempt(account)).isEqualTo(REFUSED);
    assertThat(taker.tokens().subList(2, 4)).containsExactly("canary-a1", "canary-a2");

    taker.answers(REFUSED);
    assertThat(attempt(account)).as("just refreshed").isEqualTo(REFUSED);
    assertThat(authorization.requests()).isEqualTo(2);
  }

  @Test
  void a_403_means_no_refresh() throws Exception {
    NotSent forbidden = NotSent.credential(403, "no");
    taker.answers(forbidden);
    assertThat(attempt(account(Duration.ofHours(1)))).isEqualTo(forbidden);
    assertThat(authorization.requests()).isZero();
  }

  @Test
  void a_401_after_the_order_repeats_no_order() throws Exception {
    Account account = account(Duration.ofHours(1));
    var lost = new Unknown("401 the token is not accepted");
    taker.answers(lost);
    assertThat(attempt(account)).isEqualTo(lost);
    assertThat(provider().resume(call(account), "remote", new NoResults()))
        .isEqualTo(Succeeded.ALL);
    assertThat(taker.tokens()).containsExactly("canary-a0", "canary-a1");
  }

  @Test
  void a_401_while_resuming_is_asked_again_with_another_token() throws Exception {
    Account account = account(Duration.ofHours(1));
    taker.answers(new Unknown("401 the token is not accepted"));
    assertThat(provider().resume(call(account), "remote", new NoResults()))
        .isEqualTo(Succeeded.ALL);
    assertThat(taker.tokens()).containsExactly("canary-a0", "canary-a1");
  }

  @Test
  void a_call_that_cannot_be_resumed_for_want_of_a_token_stays_unknown() throws Exception {
    authorization.meets(answers(400, "{\"error\":\"invalid_grant\"}"));
    assertThat(provider().resume(call(account(Duration.ZERO)), "remote", new NoResults()))
        .isEqualTo(new Unknown("OAuth2 refresh: 400 invalid_grant"));
  }

  @Test
  void a_check_refreshes_too() throws Exception {
    Account account = account(Duration.ofHours(1));
    assertThat(provider().check(account)).isEqualTo(AccountCheck.works("canary-a0 fits"));
    taker.checks(AccountCheck.fails("401 no"));
    assertThat(provider().check(account)).isEqualTo(AccountCheck.works("canary-a1 fits"));
    taker.checks(AccountCheck.fails("503 no"));
    assertThat(provider().check(account)).isEqualTo(AccountCheck.fails("503 no"));
    clock.advance(Duration.ofHours(1));
    authorization.meets(answers(401, "{\"error\":\"invalid_client\"}"));
    assertThat(provider().check(account).evidence())
        .isEqualTo("OAuth2 refresh: 401 invalid_client");
  }

  @Test
  void another_value_of_the_operator_takes_the_place_of_what_was_stored() throws Exception {
    attempt(account(Duration.ZERO));
    String other =
        authorization
            .secret(clock.instant().plus(Duration.ofHours(1)).getEpochSecond())
            .replace("canary-a0", "canary-new");
    attempt(account(other, Map.of("oauth2", "true")));
    assertThat(taker.tokens()).containsExactly("canary-a1", "canary-new");
  }

  @Test
  void what_could_not_be_stored_is_not_used_and_not_lost() throws Exception {
    var broken = new BrokenStore(store);
    var tokens = new OAuthTokens(client, broken, clock, _ -> {});
    var provider = new RefreshingProvider(taker, tokens);
    Account account = account(Duration.ZERO);
    broken.broken = true;
    for (int i = 0; i < 2; i++) {
      assertThat(provider.attempt(call(account), new NoResults()))
          .isInstanceOfSatisfying(
              NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.LOCAL));
    }
    assertThat(taker.tokens()).isEmpty();
    broken.broken = false;
    assertThat(provider.attempt(call(account), new NoResults())).isEqualTo(Succeeded.ALL);
    assertThat(taker.tokens()).containsExactly("canary-a1");
    assertThat(stored(account).orElseThrow().refreshToken()).isEqualTo("canary-r1");
    assertThat(authorization.requests()).isEqualTo(1);
  }

  @Test
  void what_another_process_refreshes_is_waited_for_and_taken() throws Exception {
    Account account = account(Duration.ZERO);
    assertThat(store.claim(ACCOUNT, "another", Duration.ofMinutes(1))).isTrue();
    var waits = new ArrayList<Duration>();
    var tokens =
        new OAuthTokens(
            client,
            store,
            clock,
            time -> {
              waits.add(time);
              if (waits.size() == 3) {
                store.put(ACCOUNT, fingerprint(account), token("canary-theirs"));
                store.release(ACCOUNT, "another");
              }
            });
    new RefreshingProvider(taker, tokens).attempt(call(account), new NoResults());
    assertThat(taker.tokens()).containsExactly("canary-theirs");
    assertThat(authorization.requests()).isZero();
  }

  @Test
  void another_process_that_does_not_end_is_not_waited_for_for_ever() throws Exception {
    Account account = account(Duration.ZERO);
    store.claim(ACCOUNT, "another", Duration.ofMinutes(1));
    assertThat(attempt(account))
        .isInstanceOfSatisfying(
            NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.LOCAL));
    clock.advance(Duration.ofMinutes(1));
    assertThat(attempt(account)).as("it counts as dead now").isEqualTo(Succeeded.ALL);
  }

  @Test
  void a_claim_is_given_back_by_whom_it_belongs_to() {
    assertThat(store.claim(ACCOUNT, "one", Duration.ofMinutes(1))).isTrue();
    assertThat(store.claim(ACCOUNT, "two", Duration.ofMinutes(1))).isFalse();
    store.release(ACCOUNT, "two");
    assertThat(store.claim(ACCOUNT, "two", Duration.ofMinutes(1))).isFalse();
    store.release(ACCOUNT, "one");
    assertThat(store.claim(ACCOUNT, "two", Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void closing_waits_for_a_refresh() throws Exception {
    var met = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    authorization.meets(_ -> {
      met.countDown();
      return passed(go);
    });
    Account account = account(Duration.ZERO);
    var tokens = new OAuthTokens(client, store, clock, _ -> {});
    Thread caller = Thread.ofVirtual().start(() -> quietly(() -> tokens.of(account)));
    met.await();
    caller.interrupt();
    go.countDown();
    tokens.close();
    assertThat(stored(account).orElseThrow().accessToken()).isEqualTo("canary-a1");
  }

  @Test
  void everything_that_a_provider_does_is_passed_on() {
    for (Method method : Provider.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        assertThat(RefreshingProvider.class.getDeclaredMethods())
            .as(method.toString())
            .anyMatch(own ->
                own.getName().equals(method.getName())
                    && List.of(own.getParameterTypes())
                        .equals(List.of(method.getParameterTypes())));
      }
    }
  }

  private static boolean passed(CountDownLatch latch) {
    quietly(latch::await);
    return true;
  }

  private static void quietly(Waiting waiting) {
    try {
      waiting.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something that takes time. */
  @FunctionalInterface
  private interface Waiting {
    void run() throws InterruptedException;
  }

  private Provider provider() {
    return new RefreshingProvider(taker, new OAuthTokens(client, store, clock, _ -> {}));
  }

  private AttemptOutcome attempt(Account account) throws InterruptedException {
    return provider().attempt(call(account), new NoResults());
  }

  private Optional<OAuthToken> stored(Account account) {
    return store.find(ACCOUNT, fingerprint(account));
  }

  private static String fingerprint(Account account) {
    return OAuthCredential.parse(account.credential().reveal()).fingerprint();
  }

  private OAuthToken token(String access) {
    return new OAuthToken(
        access, "r", Optional.of(clock.instant().plus(Duration.ofHours(1))), clock.instant());
  }

  /** One whose token has so long to live. */
  private Account account(Duration left) {
    long end = clock.instant().plus(left).getEpochSecond();
    return account(authorization.secret(end), Map.of("oauth2", "true"));
  }

  private static Account account(String secret, Map<String, String> options) {
    return new Account(
        ACCOUNT,
        "taker",
        Optional.of(URI.create("http://127.0.0.1:1/v1")),
        Credential.of(secret),
        Map.of(),
        4,
        OptionalInt.empty(),
        Optional.empty(),
        1,
        options,
        false);
  }

  private static Call call(Account account) {
    return new Call(
        new AttemptId(new UUID(1, 2)),
        new JobId(new UUID(3, 4)),
        account,
        new ImageRequest.Generation(Order.of("gpt-image-2", "a fox")),
        List.of(0),
        List.of(),
        Optional.empty(),
        Instant.EPOCH,
        Duration.ofMinutes(1));
  }

  /** Keeps the tokens that it is called with. */
  private static final class TokenTaker implements Provider {
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<AttemptOutcome> answers = new CopyOnWriteArrayList<>();
    private final List<AccountCheck> checks = new CopyOnWriteArrayList<>();
    private volatile Runnable before = () -> {};

    List<String> tokens() {
      return tokens;
    }

    void before(Runnable action) {
      before = action;
    }

    void answers(AttemptOutcome... next) {
      answers.addAll(List.of(next));
    }

    void checks(AccountCheck... next) {
      checks.addAll(List.of(next));
    }

    @Override
    public String name() {
      return "taker";
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(1, true, false, false);
    }

    @Override
    public AttemptOutcome attempt(Call call, Results results) {
      before.run();
      tokens.add(call.account().credential().reveal());
      return answers.isEmpty() ? Succeeded.ALL : answers.removeFirst();
    }

    @Override
    public AttemptOutcome resume(Call call, String remoteId, Results results) {
      return attempt(call, results);
    }

    @Override
    public AccountCheck check(Account account) {
      return checks.isEmpty()
          ? AccountCheck.works(account.credential().reveal() + " fits")
          : checks.removeFirst();
    }
  }

  /** Takes nothing while it is broken. */
  private static final class BrokenStore implements TokenStore {
    private final TokenStore store;
    private volatile boolean broken;

    BrokenStore(TokenStore store) {
      this.store = store;
    }

    @Override
    public Optional<OAuthToken> find(AccountId account, String fingerprint) {
      return store.find(account, fingerprint);
    }

    @Override
    public void put(AccountId account, String fingerprint, OAuthToken token) {
      if (broken) {
        throw new IllegalStateException("the disk is full");
      }
      store.put(account, fingerprint, token);
    }

    @Override
    public boolean claim(AccountId account, String holder, Duration atMost) {
      return store.claim(account, holder, atMost);
    }

    @Override
    public void release(AccountId account, String holder) {
      store.release(account, holder);
    }
  }

  /** Nothing is made here. */
  private static final class NoResults implements Results {
    @Override
    public void sending() {}

    @Override
    public void remoteId(String id) {}

    @Override
    public void progress(double fraction) {}

    @Override
    public Sink image(int index) {
      throw new AssertionError("no image is made");
    }

    @Override
    public Sink partial(int index, int order) {
      throw new AssertionError("no preview is made");
    }
  }
}
