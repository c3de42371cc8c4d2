package dev.lvs.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ResourceNameTest {

  @Test
  void readsWhatItWrites() {
    assertThat(ResourceName.parse("VirtualService shop/web"))
        .isEqualTo(new ResourceName("VirtualService", "shop", "web"))
        .hasToString("VirtualService shop/web");
    assertThat(ResourceName.parse("NodePlan edge-1"))
        .isEqualTo(new ResourceName("NodePlan", "", "edge-1"))
        .hasToString("NodePlan edge-1");
  }

  @Test
  void saysThatATextNamesNoResource() {
    assertThatThrownBy(() -> ResourceName.parse("web"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'web' does not name a resource");
  }

  @Property
  void refusesDamagedTextInNoOtherWay(@ForAll String noise, @ForAll String more) {
    for (String text : new String[] {noise + " " + more, "V/S " + noise, noise + "/" + more}) {
      try {
        assertThat(ResourceName.parse(text)).isNotNull();
      } catch (IllegalArgumentException named) {
        assertThat(named).hasMessageContaining("does not name a resource");
      }
    }
  }
}
