package dev.atelier.storage.s3;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Makes the SDK's clients as the options say. */
final class S3Clients {
  /** The longest pause is so many times the first. */
  private static final int PAUSE_GROWTH = 50;

  private S3Clients() {}

  static S3Client client(S3Options options) {
    S3Timeouts timeouts = options.timeouts();
    var builder =
        S3Client.builder()
            .region(Region.of(options.region()))
            .credentialsProvider(credentials(options))
            .forcePathStyle(options.pathStyle())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(timeouts.connect())
                    .socketTimeout(timeouts.silence()))
            .overrideConfiguration(one ->
                one.apiCallAttemptTimeout(timeouts.attempt())
                    .apiCallTimeout(timeouts.call())
                    .retryStrategy(retries(timeouts)));
    options.endpoint().ifPresent(builder::endpointOverride);
    if (options.checksums() == S3Checksums.MD5) {
      builder.addPlugin(LegacyMd5Plugin.create());
    }
    return builder.build();
  }

  /** Signs addresses as clients reach them; sends nothing. */
  static S3Presigner presigner(S3Options options) {
    var builder =
        S3Presigner.builder()
            .region(Region.of(options.region()))
            .credentialsProvider(credentials(options))
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(options.pathStyle()).build());
    Optional<URI> endpoint = options.publicEndpoint().or(options::endpoint);
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static StandardRetryStrategy retries(S3Timeouts timeouts) {
    BackoffStrategy backoff =
        BackoffStrategy.exponentialDelay(
            timeouts.pause(), timeouts.pause().multipliedBy(PAUSE_GROWTH));
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(timeouts.attempts())
        .backoffStrategy(backoff)
        .throttlingBackoffStrategy(backoff)
        .build();
  }

  private static AwsCredentialsProvider credentials(S3Options options) {
    return options
        .credentials()
        .<AwsCredentialsProvider>map(given -> StaticCredentialsProvider.create(fixed(given)))
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }

  private static AwsCredentials fixed(S3Credentials given) {
    return given
        .sessionToken()
        .<AwsCredentials>map(
            token -> AwsSessionCredentials.create(given.accessKey(), given.secretKey(), token))
        .orElseGet(() -> AwsBasicCredentials.create(given.accessKey(), given.secretKey()));
  }
}
