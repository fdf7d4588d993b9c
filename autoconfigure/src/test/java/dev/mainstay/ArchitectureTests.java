package dev.mainstay;

import java.util.List;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.stereotype.Component;

import dev.mainstay.datasource.DataSourceAdvisor;

/**
 * Tests for the bands of packages and the other rules that the compiler does not know.
 */
class ArchitectureTests {

	private static final String ROOT = "dev.mainstay.";

	private static final List<String> KERNEL = List.of("datasource", "sql", "failure", "event", "operation");

	private static final List<String> FEATURES = List.of("pool", "admission", "routing", "transaction", "constraint",
			"cache", "observe", "diagnostics", "migration", "backup");

	private static final List<String> REACTING = List.of("history", "alert");

	private static final List<String> PRESENTING = List.of("endpoint", "dashboard");

	private static final Set<String> SIDEWAYS = Set.of("cache -> observe", "diagnostics -> observe");

	private static final JavaClasses classes = new ClassFileImporter()
		.importUrl(DataSourceAdvisor.class.getProtectionDomain().getCodeSource().getLocation());

	@Test
	void lincheckHasAVirtualMachineToItself() {
		JavaClasses tests = new ClassFileImporter().withImportOption((location) -> location.contains("LincheckTests"))
			.importUrl(ArchitectureTests.class.getProtectionDomain().getCodeSource().getLocation());
		ArchRuleDefinition.classes()
			.that()
			.haveSimpleNameEndingWith("LincheckTests")
			.should(new ArchCondition<>("have the tag lincheck") {

				@Override
				public void check(JavaClass type, ConditionEvents events) {
					boolean tagged = type.isAnnotatedWith(Tag.class)
							&& type.getAnnotationOfType(Tag.class).value().equals("lincheck");
					if (!tagged) {
						events.add(SimpleConditionEvent.violated(type, type.getName() + " has not"));
					}
				}

			})
			.check(tests);
	}

	@Test
	void importsPointDown() {
		check(ArchRuleDefinition.classes().should(new ArchCondition<>("import from lower bands only") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
					String from = band(type);
					String to = band(dependency.getTargetClass());
					if (!to.isEmpty() && !from.equals(to) && !mayImport(from, to)) {
						events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
					}
				}
			}

		}));
	}

	private static boolean mayImport(String from, String to) {
		if (KERNEL.contains(from)) {
			return KERNEL.contains(to);
		}
		if (FEATURES.contains(from)) {
			return KERNEL.contains(to) || SIDEWAYS.contains(from + " -> " + to);
		}
		if (REACTING.contains(from)) {
			return to.equals("event") || to.equals("operation");
		}
		if (PRESENTING.contains(from)) {
			return KERNEL.contains(to) || FEATURES.contains(to) || REACTING.contains(to);
		}
		return from.equals("autoconfigure");
	}

	private static String band(JavaClass type) {
		String name = type.getPackageName();
		if (!name.startsWith(ROOT)) {
			return "";
		}
		return name.substring(ROOT.length()).split("\\.")[0];
	}

	@Test
	void everyPackageBelongsToABand() {
		check(ArchRuleDefinition.classes().should(new ArchCondition<>("be in a known band") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				String band = band(type);
				if (!KERNEL.contains(band) && !FEATURES.contains(band) && !REACTING.contains(band)
						&& !PRESENTING.contains(band) && !band.equals("autoconfigure")) {
					events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no band"));
				}
			}

		}));
	}

	@Test
	void packagesHaveNoCycles() {
		check(SlicesRuleDefinition.slices().matching("dev.mainstay.(**)").should().beFreeOfCycles());
	}

	@Test
	void everyPackageIsNullMarked() {
		check(ArchRuleDefinition.classes().should(new ArchCondition<>("be in a package that is @NullMarked") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
					events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
				}
			}

		}));
	}

	@Test
	void librariesStayWhereTheyBelong() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("dev.mainstay.pool..", "dev.mainstay.autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.zaxxer.hikari.."));
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("dev.mainstay.observe..", "dev.mainstay..metrics..",
					"dev.mainstay.autoconfigure.observe..", "dev.mainstay.autoconfigure.operation..",
					"dev.mainstay.autoconfigure.admission.http..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer.."));
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("dev.mainstay.endpoint..", "dev.mainstay.dashboard..",
					"dev.mainstay.autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.."));
	}

	@Test
	void featuresAreNoComponents() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("dev.mainstay.autoconfigure..")
			.should()
			.beMetaAnnotatedWith(Component.class));
	}

	@Test
	void autoConfigurationsArePublicAndFinalWithoutPublicMembers() {
		check(ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould(new ArchCondition<>("have no public members but their constructor") {

				@Override
				public void check(JavaClass type, ConditionEvents events) {
					for (JavaMethod method : type.getMethods()) {
						if (method.getModifiers().contains(JavaModifier.PUBLIC)) {
							events.add(SimpleConditionEvent.violated(type, method.getFullName() + " is public"));
						}
					}
				}

			}));
	}

	@Test
	void conditionsArePackagePrivate() {
		check(ArchRuleDefinition.classes()
			.that()
			.areAssignableTo(Condition.class)
			.should()
			.bePackagePrivate()
			.allowEmptyShould(true));
	}

	@Test
	void postProcessorsAreStaticBeans() {
		DescribedPredicate<JavaClass> postProcessor = JavaClass.Predicates.assignableTo(BeanPostProcessor.class)
			.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class));
		check(ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(postProcessor)
			.should()
			.beStatic());
	}

	@Test
	void nothingIsCalledThatOughtNotToBe() {
		check(ArchRuleDefinition.noClasses().should().callMethod(Thread.class, "sleep", long.class));
		check(ArchRuleDefinition.noClasses().should().callMethod(System.class, "currentTimeMillis"));
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("dev.mainstay.autoconfigure..")
			.should()
			.callMethod(System.class, "nanoTime"));
		check(ArchRuleDefinition.noClasses().should().callMethod(String.class, "toLowerCase"));
		check(ArchRuleDefinition.noClasses().should().callMethod(String.class, "toUpperCase"));
		check(ArchRuleDefinition.noClasses()
			.should()
			.accessField(System.class, "out")
			.orShould()
			.accessField(System.class, "err"));
		check(ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("jakarta.annotation.PostConstruct"));
	}

	private static void check(ArchRule rule) {
		rule.check(classes);
	}

}
