package dev.lvs.lab;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The class path's own tests: those in folders of classes, and the agent's in a jar. */
public final class ClassPathTests {

  private ClassPathTests() {}

  /**
   * Returns where those with a tag come from: sources of one type, classes or methods, each once.
   */
  public static <S extends TestSource> Stream<S> tagged(String tag, Class<S> type) {
    TestPlan plan =
        LauncherFactory.create()
            .discover(
                LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClasspathRoots(roots()))
                    .filters(
                        TagFilter.includeTags(tag), EngineFilter.includeEngines("junit-jupiter"))
                    .build());
    return plan.getRoots().stream()
        .flatMap(root -> plan.getDescendants(root).stream())
        .flatMap(test -> test.getSource().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .distinct();
  }

  private static Set<Path> roots() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    Stream<String> tests =
        Arrays.stream(entries)
            .filter(entry -> entry.endsWith("test-classes") || entry.endsWith("-tests.jar"));
    return tests.map(Path::of).collect(Collectors.toSet());
  }
}
