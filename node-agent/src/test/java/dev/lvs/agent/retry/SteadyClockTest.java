package dev.lvs.agent.retry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lvs.verdict.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  @Test
  @Row("monotonic-backoff")
  void knowsNothingOfTheTimeOfDay() {
    Instant first = SteadyClock.STEADY.instant();

    assertThat(SteadyClock.STEADY.instant()).isAfterOrEqualTo(first);
    noClasses()
        .that()
        .doNotHaveSimpleName("Agent") // of whose status people read
        .and()
        .doNotHaveSimpleName("ManifestFiles") // which compares with the times of files
        .and()
        .doNotHaveSimpleName("LocalFile") // of which people read too
        .and()
        .doNotHaveSimpleName("Telling") // which says since when, for people
        .and()
        .doNotHaveSimpleName("LeaseReports") // which say since when, for people
        .and()
        .doNotHaveSimpleName("VrrpReports") // and these do
        .and()
        .doNotHaveSimpleName("BgpFollowing") // and so does its watch
        .and()
        .doNotHaveSimpleName("Lingering") // which says until when, for people
        .and()
        .doNotHaveSimpleName("Heartbeat") // whose Lease says when, for people
        .and()
        .doNotHaveSimpleName("HealthMonitor") // which says since when, for people
        .and()
        .doNotHaveSimpleName("ManifestCompiler") // maintenance ends at a time of day
        .and()
        .doNotHaveSimpleName("DrainOrderWatch") // and so do orders to drain
        .and()
        .doNotHaveSimpleName("ApiLeaseStore") // whose Leases say when, for people
        .and()
        .doNotHaveSimpleName("TlsDialogue") // certificates are valid by the time of day
        .should()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.lvs.agent"));
  }
}
