package dev.mainstay.pool;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ManagedPools}.
 */
class ManagedPoolsTests {

	private final ManagedPools pools = new ManagedPools();

	@Test
	void isEmptyAtFirst() {
		assertThat(this.pools.all()).isEmpty();
		assertThat(this.pools.primary()).isNull();
		assertThat(this.pools.find("dataSource")).isNull();
	}

	@Test
	void ordersPoolsByName() {
		this.pools.add(pool("orders"));
		this.pools.add(pool("archive"));

		assertThat(this.pools.all()).extracting(ManagedPool::name).containsExactly("archive", "orders");
	}

	@Test
	void putsNewPoolInPlaceOfItsPredecessor() {
		ManagedPool second = pool("orders");
		this.pools.add(pool("orders"));
		this.pools.add(second);

		assertThat(this.pools.all()).containsExactly(second);
	}

	@Test
	void takesFirstByNameForPrimaryUnlessToldOtherwise() {
		ManagedPool archive = pool("archive");
		ManagedPool orders = pool("orders");
		this.pools.add(orders);
		this.pools.add(archive);
		assertThat(this.pools.primary()).isSameAs(archive);

		this.pools.setPrimaryName("orders");

		assertThat(this.pools.primary()).isSameAs(orders);
	}

	@Test
	void takesBootsDataSourceForPrimary() {
		ManagedPool boots = pool("dataSource");
		this.pools.add(pool("archive"));
		this.pools.add(boots);

		assertThat(this.pools.primary()).isSameAs(boots);
	}

	private static ManagedPool pool(String name) {
		return TestPools.pool(name, () -> TestPools.connection(true));
	}

}
