package dev.lvs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SystemCallsTest {
  private static final List<String> SUMMARY =
      """
      % time     seconds  usecs/call     calls    errors syscall
      ------ ----------- ----------- --------- --------- ----------------
       60.00    0.300000           3     22000           sendto
       39.00    0.200000           3     22001         1 recvfrom
        1.00    0.000000           0         4         4 access
        0.00    0.000000           0         3           pwrite64
      ------ ----------- ----------- --------- --------- ----------------
      100.00    0.500000           0     44008         5 total
      """
          .lines()
          .toList();

  @Test
  void readsTheSummaryOfStrace() {
    SystemCalls calls = SystemCalls.parse(SUMMARY);

    assertThat(calls.netlink()).isEqualTo(44_001);
    assertThat(calls.writing()).isEqualTo(3);
    assertThat(calls.all()).isEqualTo(44_008);
    assertThat(calls.times(2)).hasToString("88,002 (88,016)");
  }

  @Test
  void takesNothingForNoCount() {
    assertThatThrownBy(() -> SystemCalls.parse(SUMMARY.subList(0, 2)))
        .hasMessageContaining("strace counted nothing");
  }
}
