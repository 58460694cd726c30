package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.server.config.ServerConfig;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.gaul.s3proxy.S3Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The composition of two nodes, as far as a machine without an engine can tell. */
@Timeout(60)
class ClusterFilesTest {
  private static final String COMPOSE = "cluster/compose.yaml";

  @TempDir private Path directory;

  @Test
  void both_nodes_are_the_same_but_for_their_volumes_and_have_settings_that_are_right() {
    JsonNode services = compose().path("services");
    var environment = new HashMap<String, String>();
    node()
        .path("environment")
        .forEachEntry((name, value) ->
            environment.put(
                name, value.asString().replaceAll("\\$\\{.*}", "a-secret-of-16-letters")));
    environment.remove("ATELIER_JAVA_OPTS"); // the launcher's
    ServerConfig config = ServerConfig.load(Optional.empty(), environment, Map.of());

    for (String name : List.of("node-a", "node-b")) { // an alias is read as its name
      assertThat(services.path(name).path("<<").asString()).isEqualTo("node");
    }
    assertThat(services.at("/node-a/volumes/0").asString())
        .isNotEqualTo(services.at("/node-b/volumes/0").asString())
        .endsWith(":/var/lib/atelier");
    String database = config.database().server().orElseThrow().url();
    assertThat(services.has(host(database))).as(database).isTrue();
    String store = config.objectStore().orElseThrow().endpoint().orElseThrow().toString();
    assertThat(services.has(host(store))).as(store).isTrue();
    assertThat(services.at("/store/environment/S3PROXY_ENDPOINT").asString())
        .endsWith(store.substring(store.lastIndexOf(':')));
    assertThat(services.at("/store/environment/S3PROXY_IDENTITY").asString())
        .isEqualTo(config.objectStore().orElseThrow().credentials().orElseThrow().accessKey());
    assertThat(services.at("/bucket/command/2").asString())
        .isEqualTo(
            services.at("/store/environment/JCLOUDS_FILESYSTEM_BASEDIR").asString()
                + "/"
                + config.objectStore().orElseThrow().location().bucket());
    assertThat(node().path("read_only").asBoolean(false)).isTrue();
    assertThat(Long.parseLong(node().path("stop_grace_period").asString().replace("s", "")))
        .isGreaterThan(config.drainPatience().toSeconds());
  }

  @Test
  void everything_that_is_named_is_there() {
    JsonNode compose = compose();
    var volumes = new ArrayList<String>();
    compose
        .path("services")
        .forEachEntry((name, service) -> {
          service.path("volumes").forEach(volume -> volumes.add(volume.asString()));
          JsonNode needs = service.path("depends_on");
          needs
              .propertyNames()
              .forEach(one -> assertThat(compose.path("services").has(one)).as(one).isTrue());
          assertThat(service.has("image") || service.has("<<")).as(name).isTrue();
        });
    for (String volume : volumes) {
      String from = volume.substring(0, volume.indexOf(':'));
      boolean file = from.startsWith("./");
      assertThat(file || compose.path("volumes").has(from)).as(volume).isTrue();
      if (file) {
        assertThat(DeploymentFiles.path("cluster").resolve(from)).exists();
      }
    }
    JsonNode build = node().path("build");
    Path context = DeploymentFiles.path("cluster").resolve(build.path("context").asString());
    assertThat(context.resolve(build.path("dockerfile").asString()).normalize())
        .isEqualTo(DeploymentFiles.path("container/Containerfile"));
  }

  @Test
  void every_image_has_a_version_and_the_store_that_of_the_tests() throws Exception {
    var images = new ArrayList<String>();
    compose()
        .path("services")
        .forEach(service -> images.add(service.path("image").asString("atelier")));
    assertThat(images)
        .filteredOn(image -> !image.equals("atelier")) // is built here
        .isNotEmpty()
        .allMatch(image -> image.matches("[^:]+:[a-z0-9-]*[0-9.]+"));
    var tested = new Properties();
    try (InputStream in =
        S3Proxy.class.getResourceAsStream("/META-INF/maven/org.gaul/s3proxy/pom.properties")) {
      tested.load(in);
    }
    assertThat(compose().at("/services/store/image").asString())
        .endsWith(":s3proxy-" + tested.getProperty("version"));
  }

  @Test
  void nginx_knows_both_nodes_and_does_with_each_what_it_does_with_one() throws Exception {
    String recipe = DeploymentFiles.text("cluster/nginx.conf");
    JsonNode services = compose().path("services");
    List<String> nodes =
        Pattern.compile("server ([a-z-]+):8080")
            .matcher(recipe)
            .results()
            .map(one -> one.group(1))
            .toList();

    assertThat(nodes).hasSize(2).allMatch(services::has);
    assertThat(settings(recipe)).containsAll(settings(DeploymentFiles.text("nginx/atelier.conf")));
    Optional<Path> nginx = ProgramRun.find("nginx");
    if (nginx.isEmpty()) {
      ProgramRun.skip("nginx is not on this machine");
    }
    Path site = directory.resolve("site.conf");
    Files.writeString(site, recipe.replaceAll("node-[ab]:", "127.0.0.1:"));
    Path whole = directory.resolve("nginx.conf");
    Files.writeString(
        whole,
        "pid %1$s/pid; error_log stderr; events {} http { access_log off; client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s; include %2$s; }"
            .formatted(directory, site));
    ProgramRun.toEnd(
        new ProcessBuilder(
            nginx.get().toString(), "-t", "-p", directory.toString(), "-c", whole.toString()),
        30);
  }

  /** What both do about requests and answers. */
  private static List<String> settings(String recipe) {
    return Pattern.compile("(?m)^ {8}([a-z_]+ [^;]+);")
        .matcher(recipe)
        .results()
        .map(one -> one.group(1))
        .toList();
  }

  /** What all nodes have in common. */
  private static JsonNode node() {
    return compose().path("x-node");
  }

  private static String host(String url) {
    return url.replaceFirst(".*//", "").replaceFirst("[:/].*", "");
  }

  private static JsonNode compose() {
    return new YAMLMapper().readTree(DeploymentFiles.text(COMPOSE));
  }
}
