package dev.atelier.api.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an ID token is the provider's, for us, for this browser and for now (OpenID Connect
 * Core 1.0, 3.1.3.7).
 */
final class VerifyIdToken {
  private static final int LENGTH_MAX = 64 << 10;
  private static final int SUBJECT_MAX = 255;
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final Duration AGE_MAX = Duration.ofMinutes(10);

  /** With a key of the provider's own each; none that a shared secret would do for. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final String issuer;
  private final String client;
  private final InstantSource clock;
  private final DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();

  VerifyIdToken(OidcSettings settings, ProviderKeys keys, InstantSource clock) {
    this.issuer = settings.issuer();
    this.client = settings.client().id();
    this.clock = clock;
    signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    signatures.setJWTClaimsSetVerifier((_, _) -> {}); // all of them below, by our own clock
  }

  /**
   * The claims of a token that holds.
   *
   * @param nonce that the browser's sign-in began with
   */
  JWTClaimsSet verify(String token, String nonce) throws SignInException {
    if (token.length() > LENGTH_MAX) {
      throw unverified("is too long");
    }
    JWTClaimsSet claims = signed(token);
    try {
      require(issuer.equals(claims.getIssuer()), "has another issuer");
      audience(claims.getAudience(), claims.getStringClaim("azp"));
      times(claims, clock.instant());
      require(same(nonce, claims.getStringClaim("nonce")), "has another nonce");
      String subject = claims.getSubject();
      require(
          subject != null && !subject.isBlank() && subject.length() <= SUBJECT_MAX,
          "has no subject");
      return claims;
    } catch (ParseException e) {
      throw new SignInException(
          SignInProblem.UNVERIFIED, "the ID token has a claim of the wrong type", e);
    }
  }

  private JWTClaimsSet signed(String token) throws SignInException {
    try {
      return signatures.process(SignedJWT.parse(token), null);
    } catch (KeySourceException e) {
      if (e.getCause() instanceof SignInException away) {
        throw away;
      }
      throw new SignInException(SignInProblem.UNVERIFIED, "the ID token has no key", e);
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      throw new SignInException(
          SignInProblem.UNVERIFIED, "the ID token is not signed by the provider", e);
    }
  }

  private void audience(List<String> audience, @Nullable String authorized) throws SignInException {
    require(audience.contains(client), "is for another client");
    require(audience.size() == 1 || authorized != null, "is for several, and says not for whom");
    require(authorized == null || authorized.equals(client), "was given to another client");
  }

  private static void times(JWTClaimsSet claims, Instant now) throws SignInException {
    Date expires = claims.getExpirationTime();
    Date issued = claims.getIssueTime();
    Date begins = claims.getNotBeforeTime();
    require(expires != null && now.isBefore(expires.toInstant().plus(SKEW)), "has expired");
    require(issued != null, "does not say when it was issued");
    if (issued != null) {
      require(!issued.toInstant().isAfter(now.plus(SKEW)), "is of the future");
      require(!issued.toInstant().plus(AGE_MAX).isBefore(now.minus(SKEW)), "is too old");
    }
    require(begins == null || !begins.toInstant().isAfter(now.plus(SKEW)), "is not yet valid");
  }

  private static boolean same(String expected, @Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static void require(boolean holds, String otherwise) throws SignInException {
    if (!holds) {
      throw unverified(otherwise);
    }
  }

  private static SignInException unverified(String what) {
    return new SignInException(SignInProblem.UNVERIFIED, "the ID token " + what);
  }
}
