package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.FaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a power cut takes of what was not forced, what was acknowledged is whole. */
@Timeout(60)
class SegmentCrashTest {
  private static final StorageOptions OPTIONS =
      new StorageOptions(0, Duration.ofHours(1), new SegmentOptions(500, 2_000, 20_000));

  @TempDir private Path directory;

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void every_acknowledged_artifact_is_whole_after_crashes(long seed) throws IOException {
    var random = new Random(seed);
    var acknowledged = new HashMap<ArtifactId, String>();
    try (var world = new World(directory, new ForgetfulDisk(random, Integer.MAX_VALUE), OPTIONS)) {
      for (int crash = 0; crash < 3; crash++) {
        var disk = new ForgetfulDisk(random, 5 + random.nextInt(120));
        try {
          world.restart(directory, disk);
          while (true) {
            act(world, random, acknowledged);
          }
        } catch (FaultException killed) {
          disk.loseUnforced();
        }
        world.restart(directory, new ForgetfulDisk(random, Integer.MAX_VALUE));
        requireWhole(world, acknowledged);
      }
      world.advance(Duration.ofHours(2));
      for (int i = 0; i < 40; i++) {
        world.store().sweep(world.now(), 100);
        world.store().patrol(world.now());
      }
      requireWhole(world, acknowledged);
    }
  }

  private static void act(World world, Random random, Map<ArtifactId, String> acknowledged) {
    int chance = random.nextInt(10);
    if (chance < 6) {
      var content = Long.toHexString(random.nextLong()).repeat(1 + random.nextInt(40));
      acknowledged.put(world.keep(content, Optional.empty()), content);
    } else if (chance < 8 && !acknowledged.isEmpty()) {
      var ids = List.copyOf(acknowledged.keySet());
      var id = ids.get(random.nextInt(ids.size()));
      acknowledged.remove(id);
      world.write(tx -> ExpireArtifacts.erase(tx, World.TENANT, List.of(id)));
      world.store().sweep(world.now(), 100);
    } else if (chance < 9) {
      world.advance(Duration.ofMinutes(30));
      world.store().patrol(world.now());
    } else {
      world.seal("nobody's " + random.nextLong());
    }
  }

  private static void requireWhole(World world, Map<ArtifactId, String> acknowledged)
      throws IOException {
    for (var one : acknowledged.entrySet()) {
      var artifact = world.find(one.getKey()).orElseThrow();
      try (var in = world.store().content(artifact).open()) {
        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo(one.getValue());
      }
    }
  }
}
