package dev.atelier.server.cluster;

import dev.atelier.providers.openai.FakeOpenAi;
import dev.atelier.providers.runware.FakeRunware;
import dev.atelier.providers.upstream.ImageMaker;
import dev.atelier.server.endurance.Answer;
import dev.atelier.server.endurance.Rows;
import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Three nodes, a PostgreSQL server, an object store and two upstreams that keep bills of their own;
 * between them lines that can be cut.
 */
final class Cluster implements AutoCloseable {
  private static final String SECRET = "vendor-key-0123456789";
  private static final int UPSTREAM_MILLIS_MAX = 400;

  /** As an operator would have it, but for the lease. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "ATELIER_SECRET_KEY", "secret-key-of-the-cluster-0123456789",
          "ATELIER_ALLOW_PRIVATE_NETWORKS", "true",
          "ATELIER_DATABASE_USER", "postgres",
          "ATELIER_DATABASE_CONNECTIONS", "8",
          "ATELIER_S3_PATH_STYLE", "true",
          "ATELIER_S3_TIMEOUT", "6s",
          "ATELIER_SANDBOX_PACE", "150ms",
          "ATELIER_SANDBOX_CONCURRENCY", "4",
          "ATELIER_MODELS", models().toString());

  private final ClusterDatabase database;
  private final S3Location location = S3Server.location();
  private final FaultyLine store;
  private final FakeRunware tasks = new FakeRunware(SECRET);
  private final FakeOpenAi calls = new FakeOpenAi(SECRET);
  private final List<FaultyLine> upstreams = new ArrayList<>();
  private final List<ClusterNode> nodes = new ArrayList<>();

  private Cluster(Path directory) throws IOException {
    database = ClusterDatabase.start(directory);
    store = FaultyLine.to(S3Server.running().endpoint().getPort());
    tasks.makes(ImageMaker.pictures());
    calls.makes(ImageMaker.pictures());
  }

  /**
   * @param settings as variables of the environment
   */
  static Cluster start(
      Path directory, int nodes, SplittableRandom random, Map<String, String> settings)
      throws IOException {
    var cluster = new Cluster(directory);
    try {
      for (int i = 1; i <= nodes; i++) {
        FaultyLine line = FaultyLine.to(cluster.database.port());
        String name = "node-" + i;
        cluster.nodes.add(
            new ClusterNode(name, directory, line, cluster.environment(line, settings)));
      }
      cluster.addAccount(ClusterModel.TASK, "runware", cluster.tasks.base(), random.split());
      cluster.addAccount(ClusterModel.CALL, "openai", cluster.calls.base(), random.split());
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private Map<String, String> environment(FaultyLine line, Map<String, String> settings) {
    var environment = new HashMap<>(SETTINGS);
    environment.put("ATELIER_DATABASE", "jdbc:postgresql://127.0.0.1:" + line.port() + "/postgres");
    environment.put("ATELIER_STORAGE", "s3://" + location.bucket() + "/" + location.prefix());
    environment.put("ATELIER_S3_ENDPOINT", "http://127.0.0.1:" + store.port());
    environment.put("ATELIER_S3_ACCESS_KEY", S3Server.CREDENTIALS.accessKey());
    environment.put("ATELIER_S3_SECRET_KEY", S3Server.CREDENTIALS.secretKey());
    environment.putAll(settings);
    return environment;
  }

  private static Path models() {
    var model = Objects.requireNonNull(Cluster.class.getResource("models/1-free.json"));
    return Objects.requireNonNull(Path.of(URI.create(model.toString())).getParent());
  }

  /** Behind a line on which answers take their time, as those of real upstreams do. */
  private void addAccount(ClusterModel model, String provider, URI base, SplittableRandom random)
      throws IOException {
    FaultyLine line = FaultyLine.to(base.getPort()).delayed(delays(random));
    upstreams.add(line);
    String account =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "name",
                    provider,
                    "provider",
                    provider,
                    "base_url",
                    "http://127.0.0.1:" + line.port() + base.getPath(),
                    "secret",
                    SECRET,
                    "models",
                    Map.of(model.id, "gpt-image-2"),
                    "options",
                    Map.of("price." + model.id, "0.006"),
                    "concurrency",
                    8));
    Answer added = nodes.getFirst().http().post("/api/v1/accounts", account, Map.of());
    if (added.status() != 201) {
      throw new IOException("no account: " + added);
    }
  }

  private static Supplier<Duration> delays(SplittableRandom random) {
    return () -> {
      synchronized (random) {
        return Duration.ofMillis(random.nextInt(UPSTREAM_MILLIS_MAX));
      }
    };
  }

  List<ClusterNode> nodes() {
    return List.copyOf(nodes);
  }

  ClusterDatabase database() {
    return database;
  }

  Rows rows() {
    return database.rows();
  }

  /** All nodes' line to the object store. */
  FaultyLine store() {
    return store;
  }

  S3Location location() {
    return location;
  }

  /** The upstream of {@link ClusterModel#TASK}. */
  FakeRunware tasks() {
    return tasks;
  }

  /** The upstream of {@link ClusterModel#CALL}. */
  FakeOpenAi calls() {
    return calls;
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(ClusterNode::close);
    upstreams.forEach(FaultyLine::close);
    store.close();
    tasks.close();
    calls.close();
    database.close();
  }
}
