package dev.lvs.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorSettingsTest {
  @Test
  void leadsAloneWhereTheEnvironmentSaysNothing() {
    assertThat(OperatorSettings.read(Map.of())).isEqualTo(OperatorSettings.ALONE);
  }

  @Test
  void readsWhatADeploymentSets() {
    Map<String, String> environment =
        Map.of("LVS_LEASE_NAMESPACE", "lvs-system", "POD_NAME", "op-1", "LVS_HEALTH_PORT", "8081");

    assertThat(OperatorSettings.read(environment))
        .isEqualTo(new OperatorSettings(Optional.of("lvs-system"), "op-1", Optional.of(8081)));
  }

  @Test
  void refusesWhatIsNoPort() {
    assertThatThrownBy(() -> OperatorSettings.read(Map.of("LVS_HEALTH_PORT", "http")))
        .hasMessage("LVS_HEALTH_PORT is 'http'; it must be a port from 0 to 65535.");
  }
}
