package dev.mainstay.autoconfigure.transaction.safety;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;

/**
 * A thing with parts, whose identifier comes from a sequence.
 */
@Entity
public class Box {

	@Id
	@GeneratedValue
	public Long id;

	public String name;

	@OneToMany(cascade = CascadeType.ALL)
	public List<Thing> things = new ArrayList<>();

}
