package dev.mainstay.autoconfigure.transaction.shop;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/**
 * A customer, whose identifier and version the database and Hibernate give.
 */
@Entity
public class Customer {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@Version
	private int version;

	private String name = "";

	@ElementCollection(fetch = FetchType.EAGER)
	private List<String> tags = new ArrayList<>();

	protected Customer() {
	}

	public Customer(String name, String... tags) {
		this.name = name;
		this.tags.addAll(List.of(tags));
	}

	public @Nullable Long getId() {
		return this.id;
	}

	public int getVersion() {
		return this.version;
	}

	public String getName() {
		return this.name;
	}

	public void setName(String name) {
		this.name = name;
	}

	public List<String> getTags() {
		return this.tags;
	}

}
