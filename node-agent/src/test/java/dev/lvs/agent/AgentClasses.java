package dev.lvs.agent;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** Classes of this module without its tests, read once. */
final class AgentClasses {
  static final String AGENT = "dev.lvs.agent";

  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(AGENT, "dev.lvs.tool", "dev.lvs.launch");

  private AgentClasses() {}
}
