package dev.atelier.providers.sandbox.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.providers.sandbox.layout.Graph.Edge;
import dev.atelier.providers.sandbox.layout.Page.Abstract;
import dev.atelier.providers.sandbox.layout.Page.Diagram;
import dev.atelier.providers.sandbox.layout.Page.ImageFrame;
import dev.atelier.providers.sandbox.layout.Page.Printed;
import dev.atelier.providers.sandbox.words.PromptReading;
import org.junit.jupiter.api.Test;

final class PageTest {
  private static Page page(String prompt) {
    return Page.of(PromptReading.of(prompt));
  }

  @Test
  void a_chain_of_arrows_is_a_diagram() {
    assertThat(page("a diagram: client -> queue -> worker -> storage"))
        .isInstanceOfSatisfying(
            Diagram.class,
            diagram -> {
              assertThat(diagram.texts()).containsExactly("client", "queue", "worker", "storage");
              assertThat(diagram.graph().columns()).containsExactly(0, 1, 2, 3);
            });
  }

  @Test
  void chains_share_their_boxes_even_in_circles() {
    var graph = Graph.in("流程图：用户 → 网关 → 队列，网关 → 日志, 队列 -> 用户");

    assertThat(graph.nodes()).containsExactly("用户", "网关", "队列", "日志");
    assertThat(graph.edges())
        .containsExactly(new Edge(0, 1), new Edge(1, 2), new Edge(1, 3), new Edge(2, 0));
    assertThat(graph.columns()).containsExactly(0, 1, 2, 2);
  }

  @Test
  void a_listed_flow_needs_no_arrows() {
    assertThat(page("flowchart: log in, pick a plan, pay").texts())
        .containsExactly("log in", "pick a plan", "pay");
  }

  @Test
  void printed_matter_sets_the_quoted_text() {
    assertThat(page("海报 标题“中秋快乐” 月亮 兔子"))
        .isInstanceOfSatisfying(
            Printed.class,
            poster -> {
              assertThat(poster.texts()).containsExactly("中秋快乐");
              assertThat(poster.scene().actors()).hasSize(2);
            });
  }

  @Test
  void what_cannot_be_drawn_becomes_a_caption() {
    assertThat(page("a quizzical flumadiddle"))
        .isInstanceOf(Abstract.class)
        .extracting(Page::texts)
        .isEqualTo(java.util.List.of("a quizzical flumadiddle"));
    assertThat(page("a zeppelin over the city").texts())
        .containsExactly("a zeppelin over the city");
  }

  @Test
  void a_scene_carries_no_text_of_its_own() {
    assertThat(page("three apples on a table")).isInstanceOf(ImageFrame.class);
    assertThat(page("three apples on a table").texts()).isEmpty();
  }
}
