package dev.atelier.api.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.atelier.api.session.BrowserSessions;
import dev.atelier.gateway.admin.SignInPerson;
import dev.atelier.gateway.admin.SignInPerson.Answer;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.server.Mount;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /sign-in/oidc}: leads a browser to the provider of identities, and back into the studio
 * with a session. Wherever it ends, the browser is in the studio: nothing in a request says where
 * to go.
 */
public final class OidcSignIn {
  /** Where a browser goes to sign in. */
  public static final String START = "/sign-in/oidc";

  private static final String CALLBACK = START + "/callback";
  private static final String STUDIO = "/studio/";
  private static final int AT_ONCE_MAX = 16;
  private static final int CODE_MAX = 4096;
  private static final Logger LOG = LoggerFactory.getLogger(OidcSignIn.class);

  private final OidcSettings settings;
  private final Optional<URI> publicUrl;
  private final BrowserSessions sessions;
  private final SignInPerson people;
  private final RandomGenerator random;
  private final RefreshedDocument<ProviderMetadata> metadata;
  private final ExchangeCode codes;
  private final VerifyIdToken tokens;
  private final GrantAccess access;
  private final Semaphore atOnce = new Semaphore(AT_ONCE_MAX);

  /**
   * @param publicUrl where browsers find this server; empty: as each request says
   * @param client that reaches the provider
   * @param random a {@link java.security.SecureRandom} wherever it matters
   */
  public OidcSignIn(
      OidcSettings settings,
      Optional<URI> publicUrl,
      GuardedClient client,
      BrowserSessions sessions,
      SignInPerson people,
      InstantSource clock,
      RandomGenerator random) {
    this(
        settings,
        publicUrl,
        new CallProvider(client, CallProvider.TOTAL),
        sessions,
        people,
        clock,
        random);
  }

  OidcSignIn(
      OidcSettings settings,
      Optional<URI> publicUrl,
      CallProvider call,
      BrowserSessions sessions,
      SignInPerson people,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.publicUrl = publicUrl;
    this.sessions = sessions;
    this.people = people;
    this.random = random;
    URI discovery =
        URI.create(settings.issuer().replaceAll("/$", "") + "/.well-known/openid-configuration");
    this.metadata =
        new RefreshedDocument<>(
            clock, () -> ProviderMetadata.read(call.get(discovery), settings.issuer()));
    this.codes = new ExchangeCode(settings.client(), call);
    this.tokens = new VerifyIdToken(settings, new ProviderKeys(call, metadata, clock), clock);
    this.access = new GrantAccess(settings);
  }

  /** What the button for it says. */
  public String label() {
    return settings.label();
  }

  /**
   * @param errors the shape of errors outside every API
   */
  public Mount mount(ErrorRenderer errors) {
    return Mount.at(errors, START)
        .get("", Handler.sameOrigin(exchange -> bounded(exchange, this::start)))
        .get("/callback", Handler.sameOrigin(exchange -> bounded(exchange, this::finish)));
  }

  /** Where a browser that has signed out here signs out at the provider, if it has such a page. */
  public Optional<String> endSession(Exchange exchange) {
    try {
      return metadata
          .get()
          .endSession()
          .map(page ->
              with(
                  page,
                  Map.of(
                      "client_id",
                      settings.client().id(),
                      "post_logout_redirect_uri",
                      base(exchange) + STUDIO)));
    } catch (SignInException e) {
      LOG.warn("cannot sign out at the provider of identities: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** One step of signing in: where the browser goes next. */
  private interface Step {
    String next(Exchange exchange) throws SignInException;
  }

  private void bounded(Exchange exchange, Step step) throws IOException {
    if (!atOnce.tryAcquire()) {
      leave(exchange, problem(exchange, SignInProblem.BUSY));
      return;
    }
    try {
      leave(exchange, step.next(exchange));
    } catch (SignInException e) {
      LOG.warn("sign-in by OIDC, {}: {}", e.problem().word(), e.getMessage());
      leave(exchange, problem(exchange, e.problem()));
    } finally {
      atOnce.release();
    }
  }

  private String start(Exchange exchange) throws SignInException {
    ProviderMetadata provider = metadata.get();
    var binding = BrowserBinding.random(random);
    binding.set(exchange);
    var query = new LinkedHashMap<String, String>();
    query.put("response_type", "code");
    query.put("client_id", settings.client().id());
    query.put("redirect_uri", base(exchange) + CALLBACK);
    query.put("scope", String.join(" ", settings.client().scopes()));
    query.put("state", binding.state());
    query.put("nonce", binding.nonce());
    query.put("code_challenge", binding.challenge());
    query.put("code_challenge_method", "S256");
    return with(provider.authorization(), query);
  }

  private String finish(Exchange exchange) throws SignInException {
    Optional<BrowserBinding> binding = BrowserBinding.of(exchange);
    BrowserBinding began =
        binding
            .filter(one -> exchange.query("state").filter(one::began).isPresent())
            .orElseThrow(
                () -> new SignInException(SignInProblem.STALE, "the state is not this browser's"));
    BrowserBinding.takeBack(exchange);
    ProviderMetadata provider = metadata.get();
    requireIssuer(exchange, provider);
    if (exchange.query("error").isPresent()) {
      throw new SignInException(SignInProblem.CANCELLED, "the provider says no");
    }
    String code =
        exchange
            .query("code")
            .filter(text -> !text.isEmpty() && text.length() <= CODE_MAX)
            .orElseThrow(() -> new SignInException(SignInProblem.STALE, "there is no code"));
    String token = codes.idToken(provider, code, base(exchange) + CALLBACK, began);
    JWTClaimsSet claims = tokens.verify(token, began.nonce());
    GrantAccess.Access granted = access.of(claims);
    return switch (people.signIn(granted.tenant(), granted.person(), granted.scopes())) {
      case Answer.SignedIn(var begun) -> {
        exchange.note("key", sessions.begun(exchange, begun).key().value());
        yield base(exchange) + STUDIO;
      }
      case Answer.NoTenant _ ->
          throw new SignInException(SignInProblem.TENANT, "the role's tenant is not active");
      case Answer.Revoked _ ->
          throw new SignInException(SignInProblem.REVOKED, "the person's key is revoked");
    };
  }

  /** So that an answer of another provider is not taken for this one's (RFC 9207). */
  private void requireIssuer(Exchange exchange, ProviderMetadata provider) throws SignInException {
    Optional<String> issuer = exchange.query("iss");
    if (issuer.isPresent() ? !issuer.get().equals(settings.issuer()) : provider.tellsIssuer()) {
      throw new SignInException(SignInProblem.UNVERIFIED, "another provider has answered");
    }
  }

  private static void leave(Exchange exchange, String target) throws IOException {
    exchange.setHeader("Location", target);
    exchange.setHeader("Cache-Control", "no-store");
    exchange.setHeader("Referrer-Policy", "no-referrer");
    exchange.respond(303);
  }

  private String problem(Exchange exchange, SignInProblem problem) {
    return base(exchange) + STUDIO + "#/sign-in?problem=" + problem.word();
  }

  private String base(Exchange exchange) {
    return publicUrl.map(url -> url.toString().replaceAll("/+$", "")).orElseGet(exchange::baseUrl);
  }

  private static String with(URI page, Map<String, String> query) {
    String separator = page.getRawQuery() == null ? "?" : "&";
    return page + separator + CallProvider.encoded(query);
  }
}
