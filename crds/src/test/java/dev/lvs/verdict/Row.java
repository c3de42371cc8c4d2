package dev.lvs.verdict;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * The rows of the feature table that a test proves; {@code make verdicts} runs these tests alone.
 * The table is rows.txt and faults.txt of deploy/src/test/resources/dev/lvs/lab/verdicts.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Tag(Row.TAG)
public @interface Row {
  String TAG = "row";

  /** Names of rows, e.g. {@code scheduler-mh} or {@code mark-granted}. */
  String[] value();
}
